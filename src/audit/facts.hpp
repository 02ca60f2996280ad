// What a change changed, told by the code that changes it, and the entry that the host writes
// around every body of a write.
// note(), note_subject(): inside a body, on its thread; outside of FactsOfBody they do nothing.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/log.hpp"

namespace aksis::audit {

// Adds to what the body of this thread changed.
void note(Fact fact);
// Whom and what it concerns, when the call's input did not say (somebody was added). The last one
// given counts.
void note_subject(std::string_view person, std::string_view object = {});

// Collects what note() is given on this thread while it lives. Does not nest: bodies do not.
class FactsOfBody {
 public:
  FactsOfBody();
  ~FactsOfBody();
  FactsOfBody(const FactsOfBody&) = delete;
  FactsOfBody& operator=(const FactsOfBody&) = delete;

  const std::vector<Fact>& facts() const { return facts_; }
  const std::string& person() const { return person_; }
  const std::string& object() const { return object_; }

 private:
  friend void note(Fact);
  friend void note_subject(std::string_view, std::string_view);
  std::vector<Fact> facts_;
  std::string person_, object_;
};

// The plaintext that is sealed: [{"member","before","after"}].
std::string facts_json(const std::vector<Fact>& facts);

// Encrypts for one person; for "" with a key of the agency's.
using Sealer = std::function<Result<std::string>(storage::Transaction& tx, std::string_view person,
                                                 std::string_view plaintext)>;
// Made on the thread of the caller, where the current call is known; nothing: this write needs no
// entry. Person and object may stay empty for the body to tell.
using Describe = std::function<std::optional<Entry>()>;

// For Database::surround_writes(): after the body did its work, one entry in its transaction. An
// error of sealing or appending undoes the change: what cannot be traced is not done.
std::function<storage::Around()> surroundings(Describe describe, Sealer seal);

}  // namespace aksis::audit
