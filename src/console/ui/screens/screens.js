// The screens of the host, one row each: {path, load, title, texts, permission, nav, parent, export}; see
// ../../README.md. A row's place says nothing: paths of words win over those with parameters.
export const screens = [
  { path: '/', load: () => import('./home/home.js'), title: 'nav.home', nav: { icon: 'home', order: 0 } },
  { path: '/profile', load: () => import('./session/profile.js'), title: 'nav.profile', texts: ['sign_in', 'session'] },
  { path: '/people', load: () => import('./people/people.js'), title: 'nav.people', texts: ['people'], permission: 'people.read',
    nav: { icon: 'people', order: 10 } },
  { path: '/people/new', load: () => import('./people/new_person.js'), title: 'nav.person_new', texts: ['people'], permission: 'people.write' },
  { path: '/people/broken-glass', load: () => import('./people/broken_glass.js'), title: 'nav.broken_glass', texts: ['people'],
    permission: 'people.supervise' },
  { path: '/people/deputies', load: () => import('./people/deputies.js'), title: 'nav.deputies', texts: ['people'], permission: 'relations.read' },
  { path: '/people/groups', load: () => import('./people/groups.js'), title: 'nav.groups', texts: ['people'], permission: 'relations.read' },
  // For whoever protects people's data too, who reads no record: the screen shows each what they may.
  { path: '/people/:person', load: () => import('./dossier/dossier.js'), title: 'nav.dossier', texts: ['people'], parent: '/people' },
  { path: '/people/:person/edit', load: () => import('./dossier/edit.js'), title: 'nav.person_edit', texts: ['people'],
    permission: 'people.write' },
  { path: '/people/:person/:tab', load: () => import('./dossier/dossier.js'), export: 'tabAddress', title: 'nav.dossier', texts: ['people'] },
];
