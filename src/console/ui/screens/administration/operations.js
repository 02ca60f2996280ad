// Operations in words: i18n/<language>/operations.json, an area that the screens of the log and of
// jobs read; what is newer than it is named by its id.
import { hasText, t } from '/ui/sdk/1/aksis.js';

export const operationName = (id) => (hasText(`operation.${id}`) ? t(`operation.${id}`) : id);
