// Restoring a backup: the counterpart of Database::backup_to. Any thread, while nothing has the
// database open.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "aksis/cpp/result.hpp"
#include "base/clock.hpp"

namespace aksis::storage {

// What a database file holds, for a person to compare with what they expect.
struct Contents {
  std::vector<std::pair<std::string, int64_t>> rows;  // per table, by name
  int64_t bytes = 0;
};

// Checks that `path` is a whole, undamaged aksis database; changes nothing.
Result<Contents> verify_backup(const std::string& path);

struct Restored {
  Contents contents;
  std::string kept;  // where the database that stood there is now; empty when there was none
};

// Verifies `backup`, then puts a copy of it in the place of `database`, which is kept as
// "FILE.before-restore-TIME". At no moment is there half a file. Refuses while a process has
// `database` open.
Result<Restored> restore(const std::string& backup, const std::string& database, Micros now);

}  // namespace aksis::storage
