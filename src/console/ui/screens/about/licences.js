// What the console is made of besides our own code. Versions come from what it was built with.
import { dependencies } from '../../../../../package.json';

const LICENCES = {
  'chart.js': ['MIT', 'Chart.js Contributors'],
  fullcalendar: ['MIT', 'Adam Shaw'],
  gridstack: ['MIT', 'Alain Dumesny, Dylan Weiss, Pavel Reznikov'],
  'intl-messageformat': ['BSD-3-Clause', 'FormatJS'],
  leaflet: ['BSD-2-Clause', 'Volodymyr Agafonkin, CloudMade'],
  lit: ['BSD-3-Clause', 'Google LLC'],
  'temporal-polyfill': ['MIT', 'Adam Shaw'],
  uqr: ['MIT', 'Anthony Fu, Project Nayuki'],
};

/** @returns {{name: string, version: string, licence: string | undefined, holder: string}[]} */
export const libraries = Object.entries(dependencies).map(([name, version]) => ({
  name,
  version,
  licence: LICENCES[name]?.[0],
  holder: LICENCES[name]?.[1] ?? '',
}));

/** The server's own, as docs/dependencies.md tells them. */
export const serverLibraries = [
  ['Boost', 'BSL-1.0'],
  ['OpenSSL', 'Apache-2.0'],
  ['SQLite', 'public domain'],
  ['RapidJSON', 'MIT'],
  ['RE2', 'BSD-3-Clause'],
  ['fmt, spdlog', 'MIT'],
  ['toml++', 'MIT'],
  ['CLI11', 'BSD-3-Clause'],
  ['libsodium', 'ISC'],
  ['OATH Toolkit', 'LGPL-2.1+'],
  ['zxcvbn-c', 'MIT'],
  ['utf8proc', 'MIT'],
  ['Eigen', 'MPL-2.0'],
  ['libcsv', 'LGPL-2.1+'],
  ['libzip', 'BSD-3-Clause'],
  ['curl', 'curl'],
  ['libfido2, libcbor', 'BSD-2-Clause, MIT'],
  ['Brotli, zlib', 'MIT, Zlib'],
  ['prometheus-cpp', 'MIT'],
  ['ICU', 'Unicode'],
  ['p11-kit', 'BSD-3-Clause'],
];
