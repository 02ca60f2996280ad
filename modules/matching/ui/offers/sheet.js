// One offer: what it asks and gives, where it is, and what can be done with it.
import {
  api,
  can,
  confirm,
  html,
  icon,
  list,
  nothing,
  onLocale,
  question,
  relative,
  render,
  toast,
} from '/ui/sdk/1/aksis.js';

import {
  contractOf,
  experienceOf,
  factsLine,
  hoursOf,
  openStatus,
  placeOf,
  salaryOf,
  sourceLabel,
  sourceOf,
} from '../labels.js';
import { commune } from '../places.js';
import { demands } from './demands.js';
import { offerPath } from '../links.js';

/** What an offer may say, in the order it is asked about; what it does not say is worth a call to the employer. */
const SAID = [
  'contract',
  'weekly_minutes',
  'salary',
  'experience',
  'commune',
  'skills',
  'company',
  'description',
];
const unsaid = (offer) =>
  SAID.filter(
    (name) => offer[name] === undefined || offer[name] === '' || offer[name]?.length === 0,
  );

function facts(t, { offer, open }) {
  return [
    {
      term: t('offer.occupation'),
      value: html`<a href="/occupations/${offer.rome_code}"
          >${offer.appellation ?? offer.rome_code}</a
        >
        <span class="quiet small">${offer.rome_code}</span>`,
    },
    {
      term: t('offer.contract'),
      value: [contractOf(t, offer), offer.alternating && t('offer.alternating')]
        .filter(Boolean)
        .join(' · '),
    },
    {
      term: t('offer.hours'),
      value: [
        hoursOf(offer.weekly_minutes) && t('hours.week', { hours: hoursOf(offer.weekly_minutes) }),
        offer.part_time && t('offer.part_time'),
      ]
        .filter(Boolean)
        .join(' · '),
    },
    {
      term: t('offer.salary'),
      value:
        salaryOf(t, offer.salary) &&
        html`${salaryOf(t, offer.salary)}
        ${
          offer.salary.doubtful
            ? html`<span class="status warn">${icon('warning')}${t('salary.doubtful')}</span>`
            : nothing
        }`,
    },
    { term: t('offer.experience'), value: experienceOf(t, offer) },
    { term: t('offer.company'), value: offer.company },
    { term: t('offer.positions'), value: offer.positions },
    { term: t('offer.created'), value: offer.created && relative(offer.created) },
    {
      term: t('offer.expires'),
      value: offer.expires ? relative(offer.expires) : t('offer.no_end'),
    },
    { term: t('offer.travel'), value: offer.travel && t(`travel.${offer.travel}`) },
    {
      term: t('offer.qualification'),
      value: offer.qualification && t(`qualification.${offer.qualification}`),
    },
    {
      term: t('offer.accessible'),
      value: offer.accessible ? t('offer.accessible_yes') : undefined,
      hidden: !offer.accessible,
    },
    { term: t('offer.naf'), value: offer.naf, hidden: !offer.naf },
    { term: t('offer.source'), value: `${sourceLabel(t, sourceOf(offer.id))} · ${offer.id}` },
    { term: t('offer.state'), value: openStatus(t, open) },
  ].filter(({ hidden }) => !hidden);
}

function place(t, { offer }) {
  const point = Number.isFinite(offer.lat) && Number.isFinite(offer.lon);
  return html`<aksis-card level="2" icon="pin" .heading=${t('offer.place')}
    ><div class="stack">
      <p class="strong">${placeOf(offer) || commune(offer.commune) || t('offer.place_unsaid')}</p>
      <p class="quiet">
        ${t(point ? 'sheet.point' : offer.commune ? 'sheet.commune_only' : 'sheet.no_point')}
      </p>
    </div></aksis-card
  >`;
}

export function offerPage(element, context) {
  const { t, params, signal } = context;
  const sheet = question(
    async () => {
      const { data, etag } = await api.get(offerPath(params.offer), { signal });
      return { ...data, etag };
    },
    () => draw(),
    signal,
  );

  async function close() {
    const { offer } = sheet.data;
    const sure = await confirm({
      title: t('close.title'),
      action: t('close.action'),
      danger: true,
      text: t('close.text', { title: offer.title ?? offer.id }),
    });
    if (!sure) return;
    try {
      await api.post(offerPath(params.offer, '/close'), {}, { signal });
      toast(t('close.done'), { kind: 'good' });
      sheet.ask();
    } catch (problem) {
      toast(problem.text ?? problem.message, { kind: 'bad' });
    }
  }

  function head() {
    if (!sheet.data) return;
    const { offer, open } = sheet.data;
    context.setTitle?.(offer.title ?? offer.id);
    context.setCrumbs?.([{ label: t('offers.title'), href: '/offers' }]);
    const more = [
      can('matching.write') && {
        label: t('sheet.edit'),
        icon: 'edit',
        href: offerPath(offer.id, '/edit'),
      },
      can('matching.write') &&
        open && { label: t('close.menu'), icon: 'lock', danger: true, run: close },
    ].filter(Boolean);
    context.setActions?.(
      html`${
          more.length
            ? html`<aksis-menu .label=${t('sheet.more')} .items=${more}></aksis-menu>`
            : nothing
        }
        <a class="button primary" href=${offerPath(offer.id, '/people')}
          >${icon('people')}${t('sheet.people')}</a
        >`,
    );
  }

  function body() {
    const { offer, open } = sheet.data;
    const missing = unsaid(offer);
    return html`<div class="stack wide">
      ${
        open
          ? nothing
          : html`<div class="notice warn">
              ${icon('lock')}
              <p>${t('sheet.closed')}</p>
            </div>`
      }
      ${factsLine(t, offer)}
      <div class="matching_sheet">
        <div class="stack">
          ${demands(t, offer)}
          <aksis-card level="2" icon="file" .heading=${t('offer.description')}
            >${
              offer.description
                ? html`<div class="matching_words">${offer.description}</div>`
                : html`<p class="quiet">${t('sheet.no_description')}</p>`
            }</aksis-card
          >
        </div>
        <div class="stack">
          <aksis-card level="2" icon="briefcase" .heading=${t('sheet.facts')}
            ><aksis-facts .items=${facts(t, sheet.data)}></aksis-facts
          ></aksis-card>
          ${
            missing.length
              ? html`<div class="notice info">
                  ${icon('question')}
                  <p>
                    ${t('sheet.unsaid', { what: list(missing.map((name) => t(`unsaid.${name}`))) })}
                  </p>
                </div>`
              : nothing
          }
          ${place(t, sheet.data)}
        </div>
      </div>
    </div>`;
  }

  function draw() {
    if (sheet.problem && !sheet.data) {
      render(
        [400, 404].includes(sheet.problem.status)
          ? html`<aksis-empty
              icon="briefcase"
              .heading=${t('sheet.unknown')}
              .text=${t('sheet.unknown_text', { id: params.offer })}
              .action=${{ label: t('sheet.all'), href: '/offers', icon: 'list', primary: true }}
            ></aksis-empty>`
          : html`<aksis-error .problem=${sheet.problem} .retry=${sheet.again}></aksis-error>`,
        element,
      );
      return;
    }
    head();
    render(sheet.data ? body() : html`<aksis-loading rows="8"></aksis-loading>`, element);
  }

  onLocale(draw, { signal });
  sheet.ask();
}
