// What a database file is, before it is trusted: ours, of a known format, undamaged.
// One connection, its thread.
#pragma once

#include <string>

#include "storage/backup.hpp"
#include "storage/sqlite/connection.hpp"

namespace aksis::storage {

enum class Ours { yes, empty };

// Refuses what is no database, another program's, or of a newer format.
Result<Ours> identify(Connection& connection, const std::string& path);

// `check`: "quick_check" or "integrity_check".
Status check_integrity(Connection& connection, const std::string& path, const char* check);

Result<Contents> contents_of(Connection& connection, const std::string& path);

}  // namespace aksis::storage
