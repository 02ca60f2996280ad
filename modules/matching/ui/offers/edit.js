// An offer written or changed by hand. Only the title and the occupation must be there.
import {
  api,
  can,
  html,
  icon,
  navigate,
  onLocale,
  question,
  render,
  toast,
} from '/ui/sdk/1/aksis.js';

import {
  communeName,
  occupationName,
  searchCommunes,
  searchItems,
  searchOccupations,
} from '../places.js';
import { whoseStands } from '../conflict.js';
import { demandField } from './demand_field.js';
import { faultsOf, freshId, pointerToForm, schema, toForm, toServer } from './shape.js';
import { LICENCES } from '../wishes/shape.js';
import { offerPath } from '../links.js';

const LAYOUT = [
  ['job', ['title', 'rome_code', 'company', 'positions', 'description']],
  ['place', ['commune', 'place']],
  [
    'terms',
    [
      'contract',
      'alternating',
      'weekly_hours',
      'part_time',
      'salary_per',
      'salary_min',
      'salary_max',
    ],
  ],
  [
    'asked',
    ['experience', 'experience_months', 'skills', 'licences', 'languages', 'trainings', 'contexts'],
  ],
  ['dates', ['created', 'expires', 'id']],
  ['more', ['qualification', 'travel', 'naf', 'accessible']],
];

function fieldsOf(t, known, isNew) {
  const choice = (prefix, values) =>
    values.map((value) => ({ value, label: t(`${prefix}.${value}`) }));
  return {
    title: { wide: true, hint: t('edit.title_hint') },
    rome_code: { search: searchOccupations, known, wide: true, hint: t('edit.rome_hint') },
    description: { rows: 8, wide: true },
    commune: { search: searchCommunes, known },
    place: { hint: t('edit.place_hint') },
    contract: { widget: 'select', options: choice('contract', schema.properties.contract.enum) },
    weekly_hours: { unit: t('wishes.hours_unit') },
    salary_per: { widget: 'select', options: choice('salary', ['hourly', 'monthly', 'yearly']) },
    salary_min: { unit: '€' },
    salary_max: { unit: '€' },
    experience: {
      options: ['D', 'S', 'E'].map((value) => ({ value, label: t(`edit.experience_${value}`) })),
    },
    experience_months: {
      unit: t('edit.months_unit'),
      hidden: (now) => !now.experience || now.experience === 'D',
    },
    skills: {
      wide: true,
      render: demandField({
        t,
        search: searchItems('skill'),
        placeholder: t('edit.skills_example'),
      }),
    },
    licences: {
      render: demandField({
        t,
        options: LICENCES,
        coded: true,
        placeholder: t('edit.licences_add'),
      }),
    },
    languages: { render: demandField({ t, placeholder: t('edit.languages_example') }) },
    trainings: { render: demandField({ t, placeholder: t('edit.trainings_example') }) },
    contexts: { wide: true, add: t('edit.contexts_add') },
    expires: { hint: t('edit.expires_hint') },
    id: { disabled: !isNew, hint: t(isNew ? 'edit.id_hint' : 'edit.id_fixed') },
    qualification: {
      widget: 'select',
      options: choice('qualification', schema.properties.qualification.enum),
    },
    travel: { widget: 'select', options: choice('travel', schema.properties.travel.enum) },
  };
}

const form = (t, { value, known, isNew, submit, draft, cancel }) =>
  html`<aksis-form
    class="matching_form"
    .schema=${schema}
    .value=${value}
    .draft=${draft}
    .labels=${Object.fromEntries(
      Object.keys(schema.properties).map((name) => [name, t(`offer.${name}`)]),
    )}
    .layout=${LAYOUT.map(([name, fields]) => ({ title: t(`edit.part_${name}`), fields, columns: 2 }))}
    .fields=${fieldsOf(t, known, isNew)}
    .submit=${submit}
    @sent=${({ detail }) => detail && navigate(offerPath(detail))}
    .cancel=${cancel}
    submit-label=${t(isNew ? 'edit.create' : 'edit.save')}
  ></aksis-form>`;

function check(t, value) {
  const errors = faultsOf(t, value);
  if (errors.length)
    throw Object.assign(new Error(errors[0].message), {
      status: 422,
      errors,
      text: errors[0].message,
    });
}

const translated = (problem) => {
  for (const one of problem.errors ?? []) one.pointer = pointerToForm(one.pointer);
  return problem;
};

function refused(t, element) {
  render(
    html`<aksis-empty
      icon="lock"
      .heading=${t('edit.forbidden')}
      .text=${t('edit.forbidden_text')}
      .action=${{ label: t('sheet.all'), href: '/offers' }}
    ></aksis-empty>`,
    element,
  );
}

export function newOfferPage(element, context) {
  const { t, signal } = context;
  if (!can('matching.write')) return refused(t, element);
  // Made once: who draws again, for another language, changes nothing that was typed.
  const value = { id: freshId(), created: new Date().toISOString().slice(0, 10), positions: 1 };

  async function submit(given) {
    check(t, given);
    const taken = await api.get(offerPath(given.id)).then(
      () => true,
      (problem) => problem.status !== 404,
    );
    if (taken) {
      const message = t('fault.taken');
      throw Object.assign(new Error(message), {
        status: 409,
        text: message,
        errors: [{ pointer: '/id', message }],
      });
    }
    await api.put(offerPath(given.id), toServer(given)).catch((problem) => {
      throw translated(problem);
    });
    toast(t('edit.created'), { kind: 'good' });
    return given.id;
  }

  const draw = () => {
    context.setTitle?.(t('offers.new'));
    context.setCrumbs?.([{ label: t('offers.title'), href: '/offers' }]);
    render(
      form(t, {
        value,
        known: [],
        isNew: true,
        submit,
        draft: 'matching.offer.new',
        cancel: '/offers',
      }),
      element,
    );
  };
  onLocale(draw, { signal });
  draw();
  return undefined;
}

export function editOfferPage(element, context) {
  const { t, params, signal } = context;
  if (!can('matching.write')) return refused(t, element);
  const read = async () => {
    const { data, etag } = await api.get(offerPath(params.offer), { signal });
    const { offer } = data;
    const known = [{ value: offer.rome_code, label: await occupationName(offer.rome_code) }];
    if (offer.commune)
      known.push({ value: offer.commune, label: await communeName(offer.commune) });
    return { offer, etag, known, value: toForm(offer) };
  };
  const asked = question(read, () => draw(), signal);

  async function settle() {
    const theirs = await read();
    const ours = asked.data;
    const names = Object.keys(schema.properties).filter(
      (name) => JSON.stringify(ours.value[name]) !== JSON.stringify(theirs.value[name]),
    );
    return {
      choice: await whoseStands(
        t,
        names.map((name) => t(`offer.${name}`)),
      ),
      theirs,
    };
  }

  async function put(given, { offer, etag }) {
    await api.put(offerPath(params.offer), toServer(given, offer), { ifMatch: etag });
    toast(t('edit.saved'), { kind: 'good' });
    return params.offer;
  }

  async function submit(given) {
    check(t, given);
    try {
      return await put(given, asked.data);
    } catch (problem) {
      if (!problem.stale) throw translated(problem);
      const { choice, theirs } = await settle();
      if (choice === 'mine') return put(given, theirs);
      if (choice !== 'theirs') throw problem;
      asked.data = theirs;
      queueMicrotask(draw);
      return undefined;
    }
  }

  function draw() {
    if (asked.problem && !asked.data) {
      render(
        html`<aksis-error .problem=${asked.problem} .retry=${asked.again}></aksis-error>`,
        element,
      );
      return;
    }
    if (!asked.data) {
      render(html`<aksis-loading rows="8"></aksis-loading>`, element);
      return;
    }
    const { offer, etag, value, known } = asked.data;
    const title = offer.title ?? offer.id;
    context.setTitle?.(t('edit.of', { title }));
    context.setCrumbs?.([
      { label: t('offers.title'), href: '/offers' },
      { label: title, href: offerPath(offer.id) },
    ]);
    render(
      html`<div class="stack">
        ${
          offer.id.includes(':')
            ? html`<p class="notice info">${icon('info')}<span>${t('edit.imported')}</span></p>`
            : ''
        }
        ${form(t, {
          value,
          known,
          isNew: false,
          submit,
          draft: `matching.offer.${offer.id}.${etag}`,
          cancel: offerPath(offer.id),
        })}
      </div>`,
      element,
    );
  }

  onLocale(draw, { signal });
  asked.ask();
  return undefined;
}
