// Erasing a person: the key that opens what is sealed, the tokens that find them, the rows of every
// holder, then every byte left in the file. erase_person(): inside a write body. The class: any
// thread; made at start, once every holder is known.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "privacy/erasure_log.hpp"
#include "privacy/holder.hpp"
#include "storage/database.hpp"

namespace aksis::privacy {

inline constexpr std::string_view kScrubOperation = "privacy.scrub";
// Erasures of that time share one rewriting of the file.
inline constexpr Micros kScrubAfter = 10 * kMinute;

struct ErasureOrder {
  std::string_view person;
  std::string_view ground;  // of core_erasure: "request", "retention", …
  std::string_view reason;  // words of whoever decided
  std::string_view made_by;
};

// Destroys the key, the tokens, consents and state, has every holder delete theirs, records the
// erasure, publishes core.person_erased/1 {"person", "ground"} so that modules delete theirs, and
// asks for a scrub. Code::not_found when the person has no key. Tell the list beside the database
// once it is committed: Erasures::settle().
Status erase_person(storage::Transaction& tx, const Holders& holders, const ErasureOrder& order,
                    const Clock& clock);

class Erasures {
 public:
  Erasures(storage::Database& database, const Holders& holders, std::string log_path,
           const Clock& clock)
      : database_(database), holders_(holders), log_(std::move(log_path)), clock_(clock) {}

  // Brings database and list together: who stands in the list alone (the database was restored) is
  // erased again; who was erased in the database alone comes into the list. At start, after each
  // erasure, before each backup. Answers how many were erased again.
  Result<int64_t> settle();
  // One erasure and its line in the list.
  Status erase(const ErasureOrder& order);
  // settle(), then every byte of what was deleted leaves the file and its log.
  Status scrub();
  const ErasureLog& log() const { return log_; }

 private:
  storage::Database& database_;
  const Holders& holders_;
  ErasureLog log_;
  const Clock& clock_;
};

}  // namespace aksis::privacy
