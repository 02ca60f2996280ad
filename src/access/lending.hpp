// Who may open people's records to somebody else without naming one of them: deputies and follow-up
// groups. An adviser lends within the own organisation, who manages relations within the own one's,
// only a national scope beyond: else managing one agency would open every other.
// Functions on a transaction: inside a body, on its thread.
#pragma once

#include "operations/operation.hpp"
#include "storage/database.hpp"

namespace aksis::access {

// Whether the operation opens records in that way: deputies.start|end, groups.create|join|leave|
// close.
bool lends(const operations::Operation& operation);

// Before its handler, which knows no account. Code::invalid with the member: no such account, or
// one that cannot sign in. Code::forbidden: another organisation's.
Status check_lending(storage::Transaction& tx, const operations::Operation& operation,
                     const operations::Call& call);

}  // namespace aksis::access
