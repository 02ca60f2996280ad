// What the person wishes, as they said it. Somebody else's change in the meantime is shown before it is written over.
import { api, euros, html, icon, list, onLocale, question, toast } from '/ui/sdk/1/aksis.js';

import { whoseStands } from '../conflict.js';
import { differences, pointerToForm, schema, toForm, toServer } from './shape.js';
import { fieldsOf, labelsOf, layoutOf, Names } from './fields.js';

const wishesPath = (person) => `/people/${encodeURIComponent(person)}/wishes`;

export function wishesView({ t, person, signal, draw, mayWrite, again }) {
  const names = new Names();
  // The server keeps the words apart, sealed; whoever asks writes them with the rest.
  const shaped = ({ data: { wishes: codes, comment }, etag }) => {
    const all = { ...codes, ...(comment && { comment }) };
    return { wishes: all, etag, value: toForm(all) };
  };
  const read = async () => {
    const answer = await api.get(wishesPath(person), { signal });
    await names.learn(answer.data.wishes);
    return shaped(answer);
  };
  const wishes = question(read, draw, signal);
  onLocale(() => draw(), { signal });
  queueMicrotask(() => wishes.ask());

  async function put(value, etag) {
    wishes.data = shaped(
      await api.put(wishesPath(person), toServer(value, wishes.data.wishes), {
        ifMatch: etag,
        signal,
      }),
    );
    toast(t('wishes.saved'), { kind: 'good' });
    again();
    draw();
  }

  async function submit(value) {
    try {
      await put(value, wishes.data.etag);
    } catch (problem) {
      if (!problem.stale) {
        for (const one of problem.errors ?? []) one.pointer = pointerToForm(one.pointer);
        throw problem;
      }
      const theirs = await read();
      const changed = differences(wishes.data.wishes, theirs.wishes);
      const choice = await whoseStands(
        t,
        changed.map((name) => t(`wishes.${name}`)),
      );
      if (choice === 'mine') await put(value, theirs.etag);
      else if (choice === 'theirs') {
        wishes.data = theirs;
        draw();
      } else throw Object.assign(problem, { errors: [] });
    }
  }

  function told({ wishes: it }) {
    const say = (values, label) => (values?.length ? list(values.map(label)) : undefined);
    return [
      {
        term: t('wishes.occupations'),
        value: say(it.occupations, ({ rome_code: code }) => names.of(code)),
      },
      { term: t('wishes.commune'), value: it.commune && names.of(it.commune) },
      {
        term: t('wishes.radius_km'),
        value: it.radius_km && t('results.near_km', { km: it.radius_km }),
      },
      { term: t('wishes.contracts'), value: say(it.contracts, (one) => t(`contract.${one}`)) },
      {
        term: t('wishes.salary_floor'),
        value: it.salary_floor_cents && euros(it.salary_floor_cents / 100),
      },
      { term: t('wishes.transport'), value: say(it.transport, (one) => t(`transport.${one}`)) },
      {
        term: t('wishes.licences'),
        value: it.licences && (say(it.licences, String) ?? t('wishes.no_licence')),
      },
      { term: t('wishes.languages'), value: say(it.languages, String) },
      {
        term: t('wishes.comment'),
        value: it.comment && html`<span class="matching_words">${it.comment}</span>`,
      },
    ];
  }

  return () => {
    if (wishes.problem && !wishes.data)
      return html`<aksis-error .problem=${wishes.problem} .retry=${wishes.again}></aksis-error>`;
    if (!wishes.data) return html`<aksis-loading rows="8"></aksis-loading>`;
    if (!mayWrite)
      return html`<p class="quiet">${icon('lock')} ${t('wishes.read_only')}</p>
        <aksis-facts .items=${told(wishes.data)}></aksis-facts>`;
    return html`<p class="quiet">${t('wishes.intro')}</p>
      <aksis-form
        class="matching_form"
        draft="matching.wishes.${person}.${wishes.data.etag}"
        .schema=${schema}
        .value=${wishes.data.value}
        .labels=${labelsOf(t)}
        .layout=${layoutOf(t)}
        .fields=${fieldsOf(t, names)}
        .submit=${submit}
        submit-label=${t('wishes.save')}
      ></aksis-form>`;
  };
}
