// What a request failed with, as the server told it (RFC 9457) or as the network left it.
import { t } from './i18n.js';

export class Problem extends Error {
  /** @param {{status: number, title?: string, detail?: string, errors?: {pointer: string, message: string}[], requestId?: string, retryAfter?: number}} from */
  constructor({ status, title = '', detail = '', errors = [], requestId = '', retryAfter }) {
    super(detail || title || String(status));
    this.name = 'Problem';
    Object.assign(this, { status, title, detail, errors, requestId, retryAfter });
  }

  /** The network failed, not the server: nothing was answered. */
  get offline() {
    return this.status === 0;
  }

  /** Somebody else saved first: what was sent rests on a version that is no more. */
  get stale() {
    return this.status === 412;
  }

  get wantsFactor() {
    return this.status === 403 && this.errors.some(({ pointer }) => pointer === '/step_up');
  }

  /** In words for who reads the page. */
  get text() {
    if (this.offline) return t('sdk.problem.offline');
    if (this.stale) return t('sdk.problem.stale');
    return this.detail || this.title || t('sdk.problem.unknown', { status: this.status });
  }
}

const errorOf = (one) => ({
  pointer: one.pointer ?? '',
  message: one.message ?? one.detail ?? '',
});

/** @param {Response} response */
export async function problemOf(response) {
  let body = {};
  try {
    body = JSON.parse(await response.text());
  } catch {
    // A proxy's page, or nothing: the status alone is known.
  }
  const wait = Number(response.headers.get('Retry-After'));
  return new Problem({
    status: response.status,
    title: body.title,
    detail: body.detail,
    errors: (body.errors ?? []).map(errorOf),
    requestId: response.headers.get('X-Request-Id') ?? '',
    retryAfter: Number.isFinite(wait) && wait > 0 ? wait : undefined,
  });
}

export const offlineProblem = () => new Problem({ status: 0 });
