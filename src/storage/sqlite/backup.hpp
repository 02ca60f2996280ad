// The copy behind Database::backup_to. Any thread.
#pragma once

#include <functional>
#include <string>

#include "storage/sqlite/connection.hpp"

namespace aksis::storage {

// Copies one snapshot of the open database `from`, checks the copy, then gives it its name `to`:
// there is never an unchecked or half file of that name. Writers do not wait.
Status copy_database(const std::string& from, const std::string& to, SchemaEpoch& epoch,
                     const std::function<bool(int, int)>& progress);

}  // namespace aksis::storage
