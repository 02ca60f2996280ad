// Changing and verifying keys. The functions: any thread, outside of a body; one change at a time.
// add_key_operations(): main thread, at start; the arguments outlive the registry.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "operations/registry.hpp"
#include "privacy/holder.hpp"
#include "privacy/keyring.hpp"
#include "storage/database.hpp"

namespace aksis::privacy {

// Told now and then what is done; false: stop.
using Progress = std::function<bool(int64_t done, int64_t total)>;

// New tenant keys for people and secrets: wraps every person's key anew, seals every declared
// tenant column anew, in chunks beside everybody's work, then forgets the keys before. Stopped or
// killed, the next call goes on. Answers the rows changed.
Result<int64_t> rotate_tenant_keys(storage::Database& database, Keyring& keys,
                                   const Holders& holders, const Progress& progress);

struct KeyFault {
  std::string table, column, row, what;
};
struct KeyCheck {
  int64_t people = 0;       // keys of people opened
  int64_t ciphertexts = 0;  // fields opened
  int64_t fault_count = 0;
  std::vector<KeyFault> faults;  // the first 100
};
// Opens every person's key and every field of a declared column; nothing may hang on a key that is
// retired, or that is being replaced.
Result<KeyCheck> verify_keys(storage::Database& database, Keyring& keys, const Holders& holders,
                             const Progress& progress);

// keys.status, keys.rotate, keys.verify; commands `keys status|rotate|verify`.
Status add_key_operations(operations::Registry& registry, storage::Database& database,
                          Keyring& keys, const Holders& holders, const Clock& clock);

}  // namespace aksis::privacy
