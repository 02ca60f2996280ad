// The gate before people's records: permission alone opens none, a relation does, or a glass broken
// with a written reason; what lies in intermediate archive stays closed to both. Whatever passes,
// or is turned away, is written down once. Any thread; never inside a database body.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/volume_guard.hpp"
#include "audit/facts.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::access {

inline constexpr Micros kStepUpFor = 5 * kMinute;

// An entry on its way, and what of it the guard counts.
struct Trace {
  audit::Hashed made;
  std::string_view account = {};                    // whose reading is counted
  bool opens = false;                               // the record of the entry's person
  const std::vector<std::string>* named = nullptr;  // people of others whom the answer names
};

// Writes those that wait for the same commit together.
class Traces final : public storage::Together {
 public:
  explicit Traces(VolumeGuard& guard) : guard_(guard) {}
  Status write(storage::Transaction& tx, const std::vector<const void*>& items) override;

 private:
  VolumeGuard& guard_;
};

class RecordGate final : public operations::Gate {
 public:
  // All outlive the gate.
  RecordGate(storage::Database& database, const Clock& clock, VolumeGuard& guard)
      : database_(database), clock_(clock), guard_(guard), traces_(guard) {}

  Status admit(const operations::Operation& operation, operations::Call& call) override;
  Status ended(const operations::Operation& operation, operations::Call& call,
               const Status& outcome) override;

  // For what names people in its answer and not in its input: opens that record too, and writes it
  // down before the answer goes out. Code::forbidden: it stays closed.
  Status open(const operations::Operation& operation, operations::Call& call,
              const std::string& person);

  // Whose records are open to a caller of that permission, ascending; nothing: everybody's.
  // Code::busy: more than kVisibleMax, so that nobody takes a part for the whole.
  Result<std::optional<std::vector<std::string>>> visible(const operations::Principal& caller,
                                                          std::string_view permission);
  static constexpr int64_t kVisibleMax = 100'000;

  // What to run around every write of a call (Database::surround_writes): its audit entry, and the
  // count of the record it opens.
  std::function<storage::Around()> surroundings(audit::Sealer seal);

 private:
  Status check_purpose(const operations::Operation& operation, const std::string& person);
  Status find_relation(const operations::Operation& operation, operations::Call& call,
                       const std::string& person);
  Status trace(const operations::Operation& operation, const operations::Call& call,
               const std::string& person, std::string_view kind, std::string_view outcome);
  Status raise_alarm(const operations::Operation& operation, const operations::Call& call,
                     const std::string& person);
  Status turned_away(const operations::Operation& operation, operations::Call& call,
                     const std::string& person, const Error& error);

  storage::Database& database_;
  const Clock& clock_;
  VolumeGuard& guard_;
  Traces traces_;
};

}  // namespace aksis::access
