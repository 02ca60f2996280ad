// Every element in its states, on one page: what is looked at, and what elements_test.mjs drives.
import {
  Problem,
  confirm,
  html,
  icon,
  loadTexts,
  readTextsWith,
  render,
  session,
  setLocale,
} from '/ui/sdk/1/aksis.js';

import * as data from './elements_gallery_data.js';
import { bulk, columns, filters, load, wait } from './elements_gallery_list.js';

// As the server tells it to who is signed in.
session.account = { id: 'gallery' };
session.draftKey = 'A'.repeat(43);
const params = new URLSearchParams(location.search);
if (params.get('theme')) document.documentElement.dataset.theme = params.get('theme');
if (params.get('density')) document.documentElement.dataset.density = params.get('density');
readTextsWith(async (area, tongue) => (await fetch(`/texts/${area}.${tongue}.json`)).json());
await loadTexts(['base']);
if (params.get('lang')) await setLocale(params.get('lang'));

const section = (title, content) =>
  html`<section class="shown" id=${title.toLowerCase().replace(/\W+/g, '_')}>
    <h2>${title}</h2>
    ${content}
  </section>`;
const never = () => new Promise(() => {});
const fails = async () => {
  throw new Problem({ status: 503, requestId: '01JABCDEF' });
};
async function send(value) {
  await wait(40);
  globalThis.sent = value;
  if (value.given_name === 'Refus')
    throw new Problem({
      status: 422,
      errors: [
        { pointer: '/salary', message: 'Le plafond de ce dispositif est de 2 400 €.' },
        { pointer: '/unknown/place', message: 'Ce dossier est en cours de transfert.' },
      ],
    });
}

render(
  html`<main class="stack wide">
    <h1>Les éléments du SDK</h1>
    ${section(
      'Boutons',
      html`<div class="stack">
        <div class="buttons">
          <button class="button primary">${icon('plus')}Nouvelle personne</button
          ><button class="button">Modifier</button
          ><button class="button quiet">${icon('print')}Imprimer</button>
          <button class="button danger">${icon('trash')}Clore</button
          ><button class="button danger primary">Effacer</button
          ><button class="button" disabled>Indisponible</button
          ><button class="button primary" aria-busy="true">Enregistrer</button>
          <button class="button round" aria-label="Plus">${icon('more')}</button>
        </div>
        <div class="row">
          <aksis-status kind="good" label="Ouvert"></aksis-status
          ><aksis-status kind="warn" label="À relancer"></aksis-status
          ><aksis-status kind="bad" label="Refusé"></aksis-status
          ><aksis-status kind="info" label="Proposé"></aksis-status
          ><aksis-status kind="wait" label="En attente"></aksis-status
          ><aksis-status label="Brouillon"></aksis-status><span class="badge accent">3</span
          ><span class="badge">12</span>
        </div>
        <div class="notice">
          ${icon('info')}
          <p>Une information dans le fil de la page.</p>
        </div>
        <div class="notice good">
          ${icon('circle_check')}
          <p>Tout est enregistré.</p>
        </div>
        <div class="notice warn">
          ${icon('warning')}
          <p>Le suivi de trois personnes se termine ce mois-ci.</p>
        </div>
        <aksis-menu
          id="menu"
          label="Actions"
          .items=${[
            {
              label: 'Inviter',
              icon: 'mail',
              run: () => {
                globalThis.taken = 'invite';
              },
            },
            { label: 'Proposer une offre', icon: 'briefcase', href: '/offers' },
            null,
            {
              label: 'Réaffecter',
              icon: 'people',
              refuse: 'Seule la personne responsable peut réaffecter.',
            },
            { label: 'Clore le suivi', icon: 'trash', danger: true, run: () => {} },
          ]}
        ></aksis-menu>
        <button
          class="button"
          id="ask"
          @click=${async () => {
            globalThis.answered = await confirm({
              title: 'Clore le suivi de Tom Nguyen ?',
              text: 'Le dossier reste lisible deux ans.',
              danger: true,
              action: 'Clore',
              reason: { min: 5 },
            });
          }}
        >
          Demander une confirmation
        </button>
      </div>`,
    )}
    ${section(
      'Cartes',
      html`<div class="grid">
        <aksis-card
          heading="Identité"
          icon="person"
          .actions=${[{ label: 'Modifier', icon: 'edit', run: () => {} }]}
          ><aksis-facts
            .items=${[
              { term: 'Nom', value: 'Amara Diallo' },
              { term: 'Née le', value: '3 mai 1991' },
              { term: 'Téléphone', value: '06 00 00 00 01', href: 'tel:+33600000001' },
              { term: 'Courriel', value: '' },
            ]}
          ></aksis-facts
        ></aksis-card>
        <aksis-card heading="À traiter aujourd’hui" note="Mis à jour il y a 2 minutes"
          ><a class="figure" href="#"
            ><strong>12</strong><span>validations en attente</span></a
          ></aksis-card
        >
        <aksis-card heading="Correspondance"
          ><aksis-score .value=${812} compact></aksis-score
          ><aksis-person-link .person=${data.people[0]}></aksis-person-link
        ></aksis-card>
      </div>`,
    )}
    ${section(
      'Filtres et liste',
      html`<aksis-filters .filters=${filters}></aksis-filters
        ><aksis-list
          id="list"
          name="gallery"
          export-name="personnes"
          selectable
          label="Personnes accompagnées"
          .columns=${columns}
          .load=${load}
          .limit=${8}
          .key=${(row) => row.id}
          .href=${(row) => `/people/${row.id}`}
          .bulk=${bulk}
          .noun=${(n) => `${n} personne${n > 1 ? 's' : ''}`}
        ></aksis-list>`,
    )}
    ${section(
      'Listes sans rien',
      html`<div class="grid halves">
        <aksis-card heading="Rien encore" flush
          ><aksis-list
            local
            plain
            label="Vide"
            .columns=${columns}
            .rows=${[]}
            .empty=${{ icon: 'people', title: 'Personne dans votre portefeuille', text: 'Créez un premier dossier, ou demandez une affectation.', action: { label: 'Nouvelle personne', icon: 'plus', href: '/people/new' } }}
          ></aksis-list
        ></aksis-card>
        <aksis-card heading="Aucun résultat"
          ><aksis-empty
            kind="no_result"
            text="Aucune personne ne répond à ces filtres."
            .action=${{ label: 'Retirer les filtres', run: () => {} }}
          ></aksis-empty
        ></aksis-card>
        <aksis-card heading="En chargement" flush
          ><aksis-list
            local
            label="Attente"
            .columns=${columns}
            .load=${never}
            .limit=${4}
          ></aksis-list></aksis-card
        ><aksis-card heading="En échec" flush
          ><aksis-list local label="Échec" .columns=${columns} .load=${fails}></aksis-list
        ></aksis-card>
      </div>`,
    )}
    ${section(
      'Formulaire',
      html`<aksis-card
        ><aksis-form
          id="form"
          draft="gallery"
          .schema=${data.schema}
          .layout=${data.layout}
          .submit=${send}
          submit-label="Enregistrer la personne"
          .cancel=${() => {}}
          .fields=${{
            salary: { unit: '€ par mois', hint: 'Brut, pour un temps plein.' },
            distance: { unit: 'km' },
            sector: { options: data.SECTORS },
            contract: {
              options: [
                { value: 'cdi', label: 'Durée indéterminée' },
                { value: 'cdd', label: 'Durée déterminée' },
                { value: 'interim', label: 'Intérim' },
              ],
            },
            occupation: {
              search: async (q) => {
                await wait(50);
                return data.occupations.filter((it) =>
                  it.label.toLowerCase().includes(q.toLowerCase()),
                );
              },
              hint: 'Tapez au moins deux lettres.',
            },
            'experiences.months': { unit: 'mois' },
            experiences: { add: 'Ajouter une expérience' },
          }}
        ></aksis-form
      ></aksis-card>`,
    )}
    ${section(
      'Recherche et champ',
      html`<div class="grid">
        <aksis-combobox
          id="combo"
          label="Compétences"
          multiple
          .options=${data.occupations}
        ></aksis-combobox
        ><aksis-field label="Motif" hint="Deux ou trois mots." error="Écrivez un motif." required
          ><input
        /></aksis-field>
      </div>`,
    )}
    ${section(
      'Onglets',
      html`<aksis-tabs
        id="tabs"
        label="Dossier"
        .tabs=${[
          { id: 'a', label: 'Synthèse', render: () => html`<p>Ce qu’il faut savoir d’abord.</p>` },
          {
            id: 'b',
            label: 'Compétences',
            count: 14,
            render: () => html`<p>Quatorze compétences.</p>`,
          },
          { id: 'c', label: 'Offres', render: () => html`<p>Des offres.</p>` },
          { id: 'd', label: 'Historique des accès', render: () => html`<p>Qui a lu.</p>` },
        ]}
      ></aksis-tabs>`,
    )}
    ${section(
      'Score',
      html`<div class="grid halves">
        <aksis-card><aksis-score open .explanation=${data.explanation}></aksis-score></aksis-card
        ><aksis-card
          ><aksis-score
            .explanation=${{ ...data.explanation, score: 0, why_not: [{ text: 'Le permis C est exigé et n’est pas déclaré.' }] }}
          ></aksis-score
        ></aksis-card>
      </div>`,
    )}
    ${section('Parcours', html`<aksis-timeline .items=${data.moments} .types=${{ visit: 'Rendez-vous', offer: 'Offres' }}></aksis-timeline>`)}
    ${section(
      'Étapes',
      html`<aksis-stepper
        id="stepper"
        active="map"
        .steps=${[
          { id: 'file', label: 'Le fichier', render: () => html`<p>Choisir.</p>` },
          {
            id: 'map',
            label: 'Les colonnes',
            render: () => html`<p>Faire correspondre les colonnes.</p>`,
          },
          { id: 'look', label: 'Vérifier', render: () => html`<p>Relire.</p>` },
        ]}
      ></aksis-stepper>`,
    )}
    ${section(
      'Fichiers',
      html`<aksis-drop
        id="drop"
        accept=".csv,.json"
        max="2000"
        multiple
        .upload=${async (file, { onProgress }) => {
          onProgress(0.4);
          await wait(30);
          if (file.name.includes('bad'))
            throw new Problem({ status: 422, detail: 'La ligne 3 n’a pas de titre.' });
          onProgress(1);
        }}
      ></aksis-drop>`,
    )}
    ${section(
      'Graphiques',
      html`<div class="grid halves">
        <aksis-card heading="Entrées par mois"
          ><aksis-chart
            type="bar"
            caption="Les entrées augmentent depuis mars, surtout par orientation."
            .data=${{
              labels: ['Janv.', 'Févr.', 'Mars', 'Avril', 'Mai'],
              series: [
                { label: 'Orientation', values: [12, 14, 21, 24, 30] },
                { label: 'Spontanées', values: [8, 7, 9, 8, 10] },
              ],
            }}
          ></aksis-chart
        ></aksis-card>
        <aksis-card heading="Compétences"
          ><aksis-chart
            type="radar"
            max="4"
            caption="L’hygiène est acquise ; la gestion des stocks reste à travailler."
            .data=${{
              labels: ['Hygiène', 'Préparation', 'Stocks', 'Dressage', 'Équipe'],
              series: [
                { label: 'Aujourd’hui', values: [4, 3, 1, 2, 3] },
                { label: 'Attendu', values: [3, 3, 3, 3, 3] },
              ],
            }}
          ></aksis-chart
        ></aksis-card>
        <aksis-card heading="Retours à l’emploi"
          ><aksis-chart
            type="line"
            unit="%"
            caption="La part progresse de quatre points en cinq mois."
            .data=${{ labels: ['Janv.', 'Févr.', 'Mars', 'Avril', 'Mai'], series: [{ label: 'Part', values: [31, 32, 32, 34, 35] }] }}
          ></aksis-chart
        ></aksis-card>
        <aksis-card heading="Délais"
          ><aksis-chart
            type="histogram"
            caption="La plupart des suivis durent entre 3 et 7 mois."
            .data=${{ values: data.people.map((_, i) => (i * i) % 13), classes: 6, label: 'Personnes' }}
          ></aksis-chart
        ></aksis-card>
      </div>`,
    )}
    ${section('Carte', html`<aksis-map id="map" .points=${data.places} .outlines=${data.outlines} .centre=${{ lat: 48.1, lon: -1.7, label: 'Domicile', radius_km: 30 }}></aksis-map>`)}
    ${section('Agenda', html`<aksis-calendar id="calendar" .events=${data.events}></aksis-calendar>`)}
    ${section(
      'Attente et erreurs',
      html`<div class="grid">
        <aksis-card><aksis-loading></aksis-loading></aksis-card
        ><aksis-card
          ><aksis-error
            .problem=${new Problem({ status: 412 })}
            .retry=${() => {}}
          ></aksis-error></aksis-card
        ><aksis-card
          ><aksis-error
            id="refused"
            .problem=${new Problem({ status: 409, detail: 'Le groupe est clos.' })}
          ></aksis-error></aksis-card
        ><aksis-card
          ><aksis-error .problem=${new Problem({ status: 0 })} .retry=${() => {}}></aksis-error
        ></aksis-card>
      </div>`,
    )}
    ${section('Icônes', html`<div class="row">${'home person people briefcase compass target skills training calendar clock map pin chart list columns grid filter search settings shield key lock eye history building module plug file folder upload download print link external edit trash plus minus close check circle_check info warning error question more menu up down left right back sort refresh bell mail phone message star flag tag device log_out sun moon globe save move scale offline command'.split(' ').map((name) => icon(name, { large: true }))}</div>`)}
  </main>`,
  document.body,
);
document.documentElement.dataset.ready = 'yes';
