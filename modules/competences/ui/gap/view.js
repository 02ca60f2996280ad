// How far a person is from an occupation: at a glance, line by line, and the trainings that close it.
import {
  api,
  html,
  icon,
  nothing,
  onLocale,
  percent,
  question,
  router,
  setQuery,
} from '/ui/sdk/1/aksis.js';

import { codeMark } from '../labels.js';
import { gapLines } from './lines.js';
import { plan } from './plan.js';
import { radar } from './radar.js';
import { searchOccupations } from '../profile/experiences.js';
import { skillsOf } from '../links.js';

const CHOICES = 4;

/** The occupation aimed at, chosen by its name; those the person worked in are one tap away. */
function chooser(t, editing, target, label) {
  const take = (event) => {
    event.stopPropagation();
    if (event.detail?.code)
      setQuery({ target: event.detail.code, state: null }, { replace: false });
  };
  const known = [
    ...new Map(editing.work.experiences.map((one) => [one.occupation, one])).values(),
  ].slice(0, CHOICES);
  return html`<div class="competences_target">
    <div class="field grow">
      <label for="gap-target">${t('gap.target')}</label>
      <aksis-combobox
        input-id="gap-target"
        .search=${searchOccupations}
        .placeholder=${t('experiences.example')}
        .value=${target ? { value: target, label: label ?? target } : undefined}
        @change=${take}
      ></aksis-combobox>
    </div>
    ${
      !target && known.length
        ? html`<div class="stack tight">
            <p class="small quiet">${t('gap.known')}</p>
            <ul role="list" class="chips">
              ${known.map(
                (one) =>
                  html`<li>
                    <button
                      type="button"
                      class="chip"
                      @click=${() => setQuery({ target: one.occupation }, { replace: false })}
                    >
                      ${one.label ?? one.occupation}
                    </button>
                  </li>`,
              )}
            </ul>
          </div>`
        : nothing
    }
  </div>`;
}

function summary(t, gap, person) {
  const { counts, coverage, target } = gap;
  const { rome_code: code, label } = target.occupation;
  const part = (state, value) =>
    html`<a
      class="competences_count ${state}"
      href=${skillsOf(person, { view: 'gap', target: code, state })}
      @click=${() =>
        requestAnimationFrame(() => document.getElementById('gap-lines')?.scrollIntoView())}
    >
      <strong>${value}</strong><span>${t(`gap.count_${state}`, { count: value })}</span></a
    >`;
  return html`<section class="competences_summary">
    <div class="row apart">
      <h2>${label}</h2>
      ${codeMark(code)}
    </div>
    <p class="competences_coverage">
      <strong>${percent(coverage)}</strong> <span>${t('gap.coverage')}</span>
    </p>
    <meter
      class="competences_meter"
      min="0"
      max="1"
      value=${coverage}
      aria-label=${t('gap.coverage')}
    ></meter>
    <div class="competences_counts">
      ${part('held', counts.held)}${part(
        'strengthen',
        counts.strengthen,
      )}${part('missing', counts.missing)}
    </div>
    <div class="buttons">
      <a class="button small" href="/occupations/${code}?person=${person}"
        >${icon('compass')}${t('gap.sheet')}</a
      >
      <a class="button small" href=${skillsOf(person, { view: 'bridges', from: code })}
        >${icon('move')}${t('gap.bridges')}</a
      >
    </div>
  </section>`;
}

export function gapView({ t, person, signal, editing, draw }) {
  const base = `/people/${encodeURIComponent(person)}`;
  const code = () =>
    /^[A-N]\d{4}$/.test(router.query.get('target') ?? '') ? router.query.get('target') : '';
  const gap = question(
    async (occupation) => {
      const [found, sheet] = await Promise.all([
        api.get(`${base}/skill-gap`, { query: { occupation }, signal }),
        // The groups of ROME are the axes; without them the kinds are.
        api.get(`/occupations/${occupation}`, { signal }).catch(() => undefined),
      ]);
      const groups = new Map(sheet?.data.items.map((one) => [one.code, one.category]));
      return {
        ...found.data,
        lines: found.data.lines.map((line) => ({ ...line, category: groups.get(line.code) ?? '' })),
      };
    },
    draw,
    signal,
  );
  const trainings = question(
    async (occupation, core) =>
      (
        await api.get(`${base}/training-plan`, {
          query: { occupation, core_only: core ? 'true' : undefined },
          signal,
        })
      ).data,
    draw,
    signal,
  );
  let asked = '';
  let planned = '';
  onLocale(
    () => {
      asked = '';
      planned = '';
      draw();
    },
    { signal },
  );

  /** Asks again what another target, another saved profile or another wish made old. */
  function follow(target) {
    const core = router.query.get('core') === '1';
    const mark = `${target} ${editing.etag}`;
    if (target && mark !== asked) {
      asked = mark;
      queueMicrotask(() => gap.ask(target));
    }
    if (target && `${mark} ${core}` !== planned) {
      planned = `${mark} ${core}`;
      queueMicrotask(() => trainings.ask(target, core));
    }
    return core;
  }

  function body(target, core) {
    if (gap.problem?.status === 404)
      return html`<aksis-empty
        icon="target"
        .heading=${t('sheet.unknown', { code: target })}
        .text=${t('gap.unknown_text')}
      ></aksis-empty>`;
    if (gap.problem)
      return html`<aksis-error .problem=${gap.problem} .retry=${gap.again}></aksis-error>`;
    const { data } = gap;
    if (!data || data.target.occupation?.rome_code !== target)
      return html`<aksis-loading shape="block"></aksis-loading>`;
    return html` ${
        editing.dirty
          ? html`<div class="notice info">
              ${icon('info')}
              <p>${t('gap.unsaved')} <a href=${skillsOf(person)}>${t('gap.to_profile')}</a></p>
            </div>`
          : nothing
      }
      ${data.missing_in_profile.map(
        (words) =>
          html`<div class="notice warn">
            ${icon('warning')}
            <p>${words}</p>
          </div>`,
      )}
      <div class="card competences_glance">${summary(t, data, person)}${radar(t, data.lines)}</div>
      ${plan({ t, trainings, core })} ${gapLines(t, data.lines, router.query.get('state') ?? '')}`;
  }

  return () => {
    const target = code();
    const core = follow(target);
    return html`<div class="stack">
      ${chooser(
        t,
        editing,
        target,
        gap.data?.target.occupation?.rome_code === target
          ? gap.data.target.occupation.label
          : undefined,
      )}
      ${
        target
          ? body(target, core)
          : html`<aksis-empty
              icon="target"
              .heading=${t('gap.choose')}
              .text=${t('gap.choose_text')}
              .action=${{
                label: t('gap.look_bridges'),
                href: skillsOf(person, { view: 'bridges' }),
                icon: 'move',
              }}
            ></aksis-empty>`
      }
    </div>`;
  };
}
