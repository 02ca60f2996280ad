/* Every released service of the module border. See module.h for its rules. */
#ifndef AKSIS_AKSIS_H
#define AKSIS_AKSIS_H

#include "audit.h"
#include "auth.h"
#include "call.h"
#include "config.h"
#include "events.h"
#include "files.h"
#include "i18n.h"
#include "jobs.h"
#include "log.h"
#include "module.h"
#include "privacy.h"
#include "record.h"
#include "routes.h"
#include "sql.h"
#include "types.h"
#include "ui.h"

#endif /* AKSIS_AKSIS_H */
