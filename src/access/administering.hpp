// Whose accounts and keys of programs somebody may see and change, and which roles they may give.
// With a scope below national: those of the own organisation, none that holds more than oneself,
// and no role with a grant one does not hold; roles themselves, and keys of no organisation, belong
// to everybody and are not theirs to change.
// With national and all, as the host: everybody's, whatever they hold.
// Functions on a transaction: inside a body, on its thread.
#pragma once

#include <optional>
#include <string>

#include "operations/operation.hpp"
#include "storage/database.hpp"

namespace aksis::access {

// Whether the operation looks at accounts or keys, or gives rights: it asks for accounts.manage,
// clients.manage or roles.manage.
bool administers(const operations::Operation& operation);

// The organisation that the caller may administer with that permission; "": none; nothing: every
// one. Those below agency administer nobody.
std::optional<std::string> administered_by(const operations::Principal& caller,
                                           std::string_view permission);

// Before its handler. Code::forbidden: an account or key elsewhere or of nobody (which is not told
// apart), one that holds more, a role that does, another organisation, what belongs to everybody.
Status check_administering(storage::Transaction& tx, const operations::Operation& operation,
                           const operations::Call& call);

}  // namespace aksis::access
