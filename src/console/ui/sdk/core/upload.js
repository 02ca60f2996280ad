// Sends a file and tells how far it got, which fetch cannot.
import { addressOf } from './api.js';
import { locale } from './i18n.js';
import { offlineProblem, problemOf } from './problem.js';

function asResponse(request) {
  const headers = new Headers();
  for (const name of ['X-Request-Id', 'Retry-After', 'ETag'])
    if (request.getResponseHeader(name)) headers.set(name, request.getResponseHeader(name));
  const empty = request.status === 204 || !request.responseText;
  return new Response(empty ? null : request.responseText, { status: request.status, headers });
}

/** @param {string} path @param {Blob} file @param {{query?: object, type?: string, onProgress?: (part: number) => void, signal?: AbortSignal}} options */
export function upload(path, file, { query, type, onProgress, signal } = {}) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open('POST', addressOf(path, query));
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Accept-Language', locale());
    request.setRequestHeader('Content-Type', type ?? (file.type || 'application/octet-stream'));
    request.upload.onprogress = (event) =>
      event.lengthComputable && onProgress?.(event.loaded / event.total);
    request.onerror = () => failed(offlineProblem());
    request.onabort = () => failed(signal.reason);
    request.onload = async () => {
      const response = asResponse(request);
      if (!response.ok) return failed(await problemOf(response));
      const words = await response.text();
      done({ data: words ? JSON.parse(words) : undefined, status: response.status });
    };
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}
