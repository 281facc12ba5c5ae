import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { ExportResultCode, parseTraceParent } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import type { RequestTracer } from '../http/trace-requests.ts';
import type { AroundCall } from '../store/watched-store.ts';

export interface Traces extends RequestTracer {
  /** A call of the database is a part of the request that makes it. Elsewhere it is not traced. */
  readonly around: AroundCall;
  /** Sends what waits while there is time. */
  stop(): Promise<void>;
}

export interface TracesOptions {
  /** Where OTLP over HTTP is accepted, with its path. */
  readonly url: string;
  /** How many of 100 requests are traced, where no proxy has decided. */
  readonly percent: number;
  readonly version: string;
  readonly logger: Pick<Logger, 'warn'>;
}

const EXPORT_MILLISECONDS = 5000;
const STOP_MILLISECONDS = 1000;

interface Traced {
  readonly method: string;
  readonly span: Span;
  readonly context: Context;
}

/**
 * Traces by OpenTelemetry. Only a server with LANYARD_TRACES_URL loads this file, because the libraries take time to
 * load. Spans wait in a queue of 2048. A collector that does not answer costs no request anything: what does not fit is
 * dropped.
 */
export function createTraces({ url, percent, version, logger }: TracesOptions): Traces {
  const exporter = reporting(new OTLPTraceExporter({ url, timeoutMillis: EXPORT_MILLISECONDS }), logger);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'lanyard', 'service.version': version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(percent / 100) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: EXPORT_MILLISECONDS })],
  });
  const tracer = provider.getTracer('lanyard', version);
  const current = new AsyncLocalStorage<Traced>();
  const traced = new WeakMap<object, Traced>();
  return {
    begin: (request, { method, id, parent }) => {
      const attributes = { 'http.request.method': method, 'lanyard.request_id': id };
      const from = contextOf(parent);
      const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, from);
      traced.set(request, { method, span, context: trace.setSpan(from, span) });
    },
    within: (request, work) => {
      const found = traced.get(request);
      if (found) current.run(found, work);
      else work();
    },
    end: (request, { route, status, code }) => {
      const found = traced.get(request);
      if (!found) return;
      const { span, method } = found;
      span.updateName(`${method} ${route}`);
      span.setAttributes({ 'http.route': route, 'http.response.status_code': status });
      if (code !== undefined) span.setAttribute('error.type', code);
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
    around: (name, call) => {
      const request = current.getStore();
      // What goes on after the answer belongs to nobody.
      if (!request?.span.isRecording()) return call();
      const options = { kind: SpanKind.CLIENT, attributes: { 'db.operation.name': name } };
      return spanning(tracer.startSpan(`database ${name}`, options, request.context), call);
    },
    stop: async () => {
      let clock: NodeJS.Timeout | undefined;
      const outOfTime = new Promise<void>((resolve) => {
        clock = setTimeout(resolve, STOP_MILLISECONDS);
      });
      await Promise.race([provider.shutdown().catch(() => undefined), outOfTime]);
      clearTimeout(clock);
    },
  };
}

/** The trace of a proxy, which has decided whether it is sent. */
function contextOf(parent: unknown): Context {
  const spanContext = typeof parent === 'string' ? parseTraceParent(parent) : null;
  return spanContext ? trace.setSpanContext(ROOT_CONTEXT, { ...spanContext, isRemote: true }) : ROOT_CONTEXT;
}

/** Ends the span after the call. The message of an error can quote what somebody typed, so it is not sent. */
function spanning<Result>(span: Span, call: () => Result): Result {
  const failed = (error: unknown): never => {
    span.setStatus({ code: SpanStatusCode.ERROR }).end();
    throw error;
  };
  try {
    const result = call();
    if (!(result instanceof Promise)) {
      span.end();
      return result;
    }
    const ended = result.then((value) => {
      span.end();
      return value;
    }, failed);
    return ended as Result;
  } catch (error) {
    return failed(error);
  }
}

/** Says once that the collector takes nothing, until it does again. */
function reporting(exporter: SpanExporter, logger: Pick<Logger, 'warn'>): SpanExporter {
  let isFailing = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const isFailure = result.code !== ExportResultCode.SUCCESS;
        if (isFailure && !isFailing) logger.warn('traces do not arrive at LANYARD_TRACES_URL; they are dropped');
        isFailing = isFailure;
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
  };
}
