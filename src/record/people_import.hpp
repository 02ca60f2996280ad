// Bringing many people into the record from a file. import_person(): inside a write body.
// add_import_operation(): main thread, at start.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "operations/registry.hpp"
#include "privacy/keyring.hpp"
#include "record/people_file.hpp"

namespace aksis::record {

// The account of a login; empty: there is none. Inside a body.
using AccountByLogin =
    std::function<Result<std::string>(storage::Transaction& tx, std::string_view login)>;

enum class Imported { created, changed, unchanged };

// One row: whoever has its reference or NIR is changed by the cells that are not empty, else a
// person is made, whom the caller's organisation accompanies. A phone or an e-mail not known yet is
// added. Code::invalid, Code::conflict, Code::not_found, Code::forbidden: the row is refused, its
// body must be rolled back; forbidden: the person is recorded already and not open to the caller.
Result<Imported> import_person(storage::Transaction& tx, privacy::Keyring& keys,
                               const operations::Principal& caller, const PeopleRow& row,
                               const AccountByLogin& account_by_login, const Clock& clock);

// people.import; command `import people`. `keys` null: only declared.
Status add_import_operation(operations::Registry& registry, storage::Database& database,
                            const Clock& clock, privacy::Keyring* keys,
                            AccountByLogin account_by_login);

}  // namespace aksis::record
