import { DomainError } from '@lanyard/core/domain-error';
import type { ManifestKind, Platform } from '@lanyard/core/images/image-manifest';
import type { Measured } from '@lanyard/core/scans/image-measure';
import { IMAGE_VERDICTS, type ImageVerdict } from '@lanyard/core/scans/verdict';
import { columnsOf, json, jsonOrNull, type RowOf } from '../../columns.ts';
import { likePattern, type Page, type Paged, paged } from '../../paged.ts';
import type { Connection, Transaction } from '../../schema.ts';

/** A manifest in a registry, as this server looked it up there. */
export interface Image {
  readonly id: string;
  readonly registryId: string;
  readonly namespace: string;
  /** The full name. */
  readonly repository: string;
  readonly digest: string;
  readonly kind: ManifestKind;
  readonly mediaType: string;
  readonly artifactType: string | null;
  readonly subject: string | null;
  /** The size of its configuration and layers. 0 for an index. */
  readonly size: number;
  /** The platform of an image. An index has those of its children. */
  readonly platform: Platform | null;
  readonly seenAt: number;
  readonly verdict: ImageVerdict;
  /** The verdict on which the policy has acted. */
  readonly acted: ImageVerdict;
  /** What the policy did about it. Null if nothing, or if an earlier version did it. */
  readonly measured: Measured | null;
}

/** A tag and the image that it names. */
export interface TaggedImage {
  readonly tag: string;
  readonly taggedAt: number;
  readonly registry: string;
  readonly image: Image;
}

export interface ImageChild {
  readonly digest: string;
  readonly platform: Platform | null;
  /** Null if the registry does not have it. */
  readonly image: Image | null;
}

export type NewImage = Omit<Image, 'verdict' | 'acted' | 'measured'>;

interface TagRow {
  registryId: string;
  repository: string;
  tag: string;
  imageId: string;
  seenAt: number;
}

/** As a number: the worst is the largest. */
export const VERDICT = {
  read: (kept: number): ImageVerdict => IMAGE_VERDICTS[kept] ?? 'failed',
  keep: (verdict: ImageVerdict): number => IMAGE_VERDICTS.indexOf(verdict),
};
export const IMAGE = columnsOf<Image>()({
  platform: jsonOrNull<Platform>(),
  verdict: VERDICT,
  acted: VERDICT,
  measured: jsonOrNull<Measured>(),
});

declare module '../../schema.ts' {
  interface Schema {
    images: RowOf<typeof IMAGE>;
    imageTags: TagRow;
    imageChildren: { imageId: string; digest: string; position: number; platform: string | null };
    imageLayers: { imageId: string; digest: string; position: number };
  }
}

export interface TagPage extends Page {
  /** A part of the tag's name. */
  readonly search?: string | undefined;
}

export type ImagePlace = Pick<Image, 'registryId' | 'repository'>;

const { read: readPlatform } = jsonOrNull<Platform>();

export function imageReads({ database, lists }: Connection) {
  const childrenOf = async (image: Image): Promise<readonly ImageChild[]> => {
    const rows = await lists
      .selectFrom('imageChildren as child')
      .select(['child.digest', 'child.platform'])
      .where('child.imageId', '=', image.id)
      .orderBy('child.position')
      .execute();
    if (rows.length === 0) return [];
    const digests = rows.map(({ digest }) => digest);
    const found = await lists
      .selectFrom('images')
      .selectAll()
      .where('registryId', '=', image.registryId)
      .where('repository', '=', image.repository)
      .where('digest', 'in', digests)
      .execute();
    const images = new Map(found.map((row) => [row.digest, IMAGE.read(row)]));
    return rows.map(({ digest, platform }) => {
      return { digest, platform: readPlatform(platform), image: images.get(digest) ?? null };
    });
  };
  return {
    byDigest: async ({ registryId, repository }: ImagePlace, digest: string): Promise<Image | undefined> => {
      const query = database.selectFrom('images').selectAll().where('registryId', '=', registryId);
      return IMAGE.read(
        await query.where('repository', '=', repository).where('digest', '=', digest).executeTakeFirst(),
      );
    },
    /** From any registry, the one that was seen last. */
    inRepository: async (repository: string, digest: string): Promise<Image | undefined> => {
      const query = database.selectFrom('images').selectAll().where('repository', '=', repository);
      return IMAGE.read(await query.where('digest', '=', digest).orderBy('seenAt', 'desc').limit(1).executeTakeFirst());
    },
    /** Newest first. */
    tags: (repository: string, { search, ...page }: TagPage): Promise<Paged<TaggedImage>> => {
      const query = lists
        .selectFrom('imageTags as tagged')
        .innerJoin('images', 'images.id', 'tagged.imageId')
        .innerJoin('registries', 'registries.id', 'tagged.registryId')
        .where('tagged.repository', '=', repository)
        .$if(search !== undefined, (some) => some.where(likePattern('tagged.tag', search ?? '')));
      const rows = query
        .selectAll('images')
        .select(['tagged.tag', 'tagged.seenAt as taggedAt', 'registries.name as registry'])
        .orderBy('tagged.seenAt', 'desc')
        .orderBy('tagged.tag')
        .orderBy('registries.name');
      return paged(rows, query, page, ({ tag, taggedAt, registry, ...row }) => {
        return { tag, taggedAt, registry, image: IMAGE.read(row) };
      });
    },
    tag: async (repository: string, tag: string): Promise<TaggedImage | undefined> => {
      const row = await database
        .selectFrom('imageTags as tagged')
        .innerJoin('images', 'images.id', 'tagged.imageId')
        .innerJoin('registries', 'registries.id', 'tagged.registryId')
        .selectAll('images')
        .select(['tagged.tag as tagName', 'tagged.seenAt as taggedAt', 'registries.name as registry'])
        .where('tagged.repository', '=', repository)
        .where('tagged.tag', '=', tag)
        .orderBy('tagged.seenAt', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (!row) return undefined;
      const { tagName, taggedAt, registry, ...image } = row;
      return { tag: tagName, taggedAt, registry, image: IMAGE.read(image) };
    },
    tagsOf: async (imageId: string): Promise<readonly string[]> => {
      const query = lists
        .selectFrom('imageTags')
        .select('tag')
        .where('imageId', '=', imageId)
        .orderBy('tag')
        .limit(100);
      return (await query.execute()).map(({ tag }) => tag);
    },
    childrenOf,
    /** Signatures and all other manifests that refer to it. */
    referrersOf: async ({ registryId, repository, digest }: Image): Promise<readonly Image[]> => {
      const query = lists.selectFrom('images').selectAll().where('repository', '=', repository).limit(100);
      const rows = await query.where('registryId', '=', registryId).where('subject', '=', digest).execute();
      return rows.map(IMAGE.read);
    },
    /** What this server believes to be in the registry, for a comparison. */
    known: async ({ registryId, repository }: ImagePlace, after: string, limit: number): Promise<readonly Image[]> => {
      const query = lists.selectFrom('images').selectAll().where('registryId', '=', registryId);
      const some = query.where('repository', '=', repository).where('digest', '>', after);
      return (await some.orderBy('digest').limit(limit).execute()).map(IMAGE.read);
    },
    knownTags: async ({ registryId, repository }: ImagePlace): Promise<ReadonlyMap<string, string>> => {
      const rows = await lists
        .selectFrom('imageTags as tagged')
        .innerJoin('images', 'images.id', 'tagged.imageId')
        .select(['tagged.tag', 'images.digest'])
        .where('tagged.registryId', '=', registryId)
        .where('tagged.repository', '=', repository)
        .execute();
      return new Map(rows.map(({ tag, digest }) => [tag, digest]));
    },
  };
}

export function imageRecords(transaction: Transaction) {
  const { database } = transaction;
  const reads = imageReads(transaction);
  return {
    ...reads,
    /** Returns the id of the existing image if there is one. */
    put: async (image: NewImage, contents: readonly string[], children: readonly Omit<ImageChild, 'image'>[]) => {
      const insert = database
        .insertInto('images')
        .values(IMAGE.keep({ ...image, verdict: 'waiting', acted: 'waiting', measured: null } as Image));
      const { numInsertedOrUpdatedRows } = await insert
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      if (Number(numInsertedOrUpdatedRows) === 0) {
        const known = await reads.byDigest(image, image.digest);
        if (!known) throw new DomainError('conflict', { reason: 'the image was just removed' });
        return known.id;
      }
      if (contents.length > 0)
        await database
          .insertInto('imageLayers')
          .values(contents.map((digest, position) => ({ imageId: image.id, digest, position })))
          .execute();
      const { keep } = json<Platform | null>();
      const rows = new Map(children.map((child, position) => [child.digest, { ...child, position }]));
      if (rows.size > 0)
        await database
          .insertInto('imageChildren')
          .values(
            [...rows.values()].map(({ digest, platform, position }) => {
              return { imageId: image.id, digest, position, platform: platform && keep(platform) };
            }),
          )
          .execute();
      return image.id;
    },
    setTag: async (place: ImagePlace, tag: string, imageId: string, seenAt: number) => {
      const { registryId, repository } = place;
      const key = ['registryId', 'repository', 'tag'] as const;
      const insert = database.insertInto('imageTags').values({ registryId, repository, tag, imageId, seenAt });
      await insert
        .onConflict((conflict) =>
          conflict.columns(key).doUpdateSet({ imageId, seenAt }).where('imageTags.imageId', '<>', imageId),
        )
        .execute();
    },
    deleteTag: async ({ registryId, repository }: ImagePlace, tag: string) => {
      const deletion = database.deleteFrom('imageTags').where('registryId', '=', registryId);
      await deletion.where('repository', '=', repository).where('tag', '=', tag).execute();
    },
    delete: async ({ registryId, repository }: ImagePlace, digest: string) => {
      const deletion = database.deleteFrom('images').where('registryId', '=', registryId);
      await deletion.where('repository', '=', repository).where('digest', '=', digest).execute();
    },
    /** Deletes at most `limit` images of a repository without a record. Returns how many. */
    deleteOfRepository: async ({ registryId, repository }: ImagePlace, limit: number): Promise<number> => {
      const some = database
        .selectFrom('images')
        .select('id')
        .where('registryId', '=', registryId)
        .where('repository', '=', repository)
        .limit(limit);
      const { numDeletedRows } = await database.deleteFrom('images').where('id', 'in', some).executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },
  };
}
