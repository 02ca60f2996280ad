// SQLite's result codes as sentences and codes of ours. Any thread, with the connection's own.
#pragma once

#include <sqlite3.h>

#include <string_view>

#include "aksis/cpp/result.hpp"

namespace aksis::storage {

// `doing` says where: the statement's beginning, or what the port was about.
Error sqlite_error(sqlite3* handle, int code, std::string_view doing);

// The first words of a statement, for a message; never its values.
std::string shortened(std::string_view sql);

}  // namespace aksis::storage
