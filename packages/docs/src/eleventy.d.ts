/** The package has no types. These are the parts that the build uses. */
declare module '@11ty/eleventy' {
  interface Page {
    readonly inputPath: string;
    readonly url: string;
  }

  interface Configuration {
    addGlobalData(name: string, value: () => (data: { readonly page: Page }) => string | undefined): void;
    addTemplate(path: string, content: string, data: { readonly permalink: string }): void;
    setLibrary(name: 'md', library: { render(text: string, data: { readonly page: Page }): string }): void;
    setUseGitIgnore(isUsed: boolean): void;
  }

  interface Options {
    readonly quietMode: boolean;
    readonly config: (configuration: Configuration) => {
      readonly markdownTemplateEngine: false;
      readonly htmlTemplateEngine: false;
    };
  }

  export class Eleventy {
    constructor(input: string, output: string, options: Options);
    init(): Promise<unknown>;
    disableLogger(): void;
    write(): Promise<unknown>;
  }
}
