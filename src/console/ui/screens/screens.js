// The screens of the host, one row each: {path, load, title, texts, permission, nav, parent, export}; see
// ../../README.md. A row's place says nothing: paths of words win over those with parameters.
export const screens = [
  { path: '/', load: () => import('./home/home.js'), title: 'nav.home', nav: { icon: 'home', order: 0 } },
  { path: '/profile', load: () => import('./session/profile.js'), title: 'nav.profile', texts: ['sign_in', 'session'] },
];
