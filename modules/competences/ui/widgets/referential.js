// On the dashboard: which ROME is in use, since when, and what the last import changed.
import {
  api,
  html,
  icon,
  nothing,
  number,
  onLocale,
  question,
  relative,
  render,
} from '/ui/sdk/1/aksis.js';

const MICROSECONDS = 1000;
// Written as 460 in the files, spoken of as 4.60.
const spoken = (version) =>
  /^\d{3}$/.test(version) ? `${version[0]}.${version.slice(1)}` : version;

function change(t, imports) {
  const changes = imports.find(({ subject }) => subject === 'rome')?.report?.changes;
  if (!changes?.before_version || changes.before_version === changes.after_version) return nothing;
  const { added, removed, renamed } = changes.occupations;
  return html`<p class="small">
    ${t('referential.changes', {
      before: spoken(changes.before_version),
      added: added.count,
      removed: removed.count,
      renamed: renamed.count,
    })}
  </p>`;
}

export function referentialWidget(element, { t, signal, onRefresh }) {
  const state = question(
    async () => (await api.get('/referential', { signal })).data,
    () => draw(),
    signal,
  );

  function draw() {
    const { data, problem } = state;
    if (problem)
      return render(
        html`<aksis-error .problem=${problem} .retry=${state.again}></aksis-error>`,
        element,
      );
    if (!data) return render(html`<aksis-loading rows="3"></aksis-loading>`, element);
    if (!data.imported)
      return render(
        html`<aksis-empty
          icon="upload"
          .heading=${t('referential.none')}
          .text=${t('referential.none_text')}
        ></aksis-empty>`,
        element,
      );
    const rome = data.imports.find(({ subject }) => subject === 'rome');
    const trainings = data.imports.find(
      ({ subject }) => subject !== 'rome' && subject.includes('training'),
    );
    return render(
      html`<div class="stack tight">
        <p class="row">
          ${icon('circle_check')}<span class="strong">ROME ${spoken(data.version)}</span> ${
            rome
              ? html`<span class="small quiet"
                  >${t('referential.since')} ${relative(rome.imported_at / MICROSECONDS)}</span
                >`
              : nothing
          }
        </p>
        <div class="competences_figures">
          <a class="figure" href="/occupations"
            ><strong>${number(data.counts.occupations)}</strong
            ><span>${t('referential.occupations')}</span></a
          >
          <a class="figure" href="/occupations?by=sector"
            ><strong>${number(data.counts.categories)}</strong
            ><span>${t('referential.categories')}</span></a
          >
          <span class="figure"
            ><strong>${number(data.counts.appellations)}</strong
            ><span>${t('referential.names')}</span></span
          >
          <span class="figure"
            ><strong>${number(data.counts.items)}</strong
            ><span>${t('referential.items')}</span></span
          >
        </div>
        ${change(t, data.imports)}
        ${
          trainings
            ? html`<p class="small quiet">
                ${t('referential.trainings', { version: trainings.version })}
              </p>`
            : nothing
        }
      </div>`,
      element,
    );
  }

  onRefresh?.(() => state.ask());
  onLocale(draw, { signal });
  state.ask();
}
