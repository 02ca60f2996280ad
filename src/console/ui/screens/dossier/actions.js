// What is one tap away on a record: call, write, change; the rest is in a menu.
import { can, html, icon, nothing, t } from '/ui/sdk/1/aksis.js';

import { startRelation } from '../people/relation_dialogs.js';

/** The contact to use first: the preferred one, else the first that reaches somebody. */
function bestContact(record, kinds) {
  const usable = (record.contacts ?? []).filter(
    ({ kind, valid }) => kinds.includes(kind) && valid !== false,
  );
  return usable.find(({ preferred }) => preferred) ?? usable[0];
}

export const addressOf = ({ kind, value }) =>
  kind === 'email' ? `mailto:${value}` : `tel:${value.replace(/[^\d+]/g, '')}`;

export function actionsOf(dossier) {
  const { record } = dossier;
  const copy = { label: t('people.action.copy_link'), icon: 'link', run: () => dossier.copyLink() };
  if (record.bare)
    return html`<button type="button" class="button" @click=${copy.run}>
      ${icon('link')}${copy.label}
    </button>`;
  const phone = bestContact(record, ['mobile', 'phone']);
  const mail = bestContact(record, ['email']);
  const items = [
    can('relations.manage') && {
      label: t('people.action.entrust'),
      icon: 'people',
      run: async () => {
        if (await startRelation([record])) dossier.read({ quiet: true });
      },
    },
    copy,
    { label: t('people.action.print'), icon: 'print', run: () => print() },
  ].filter(Boolean);
  return html`${
      phone
        ? html`<a class="button dossier_action" href=${addressOf(phone)}
            >${icon('phone')}${t('people.action.call')}</a
          >`
        : nothing
    }
    ${
      mail
        ? html`<a class="button dossier_action" href=${addressOf(mail)}
            >${icon('mail')}${t('people.action.write')}</a
          >`
        : nothing
    }
    ${
      can('people.write')
        ? html`<a class="button dossier_action" href="/people/${record.id}/edit"
            >${icon('edit')}${t('people.action.edit')}</a
          >`
        : nothing
    } <aksis-menu icon-only .label=${t('people.action.more')} .items=${items}></aksis-menu>`;
}
