#include "audit/facts.hpp"

#include <cassert>
#include <memory>

#include "aksis/cpp/json.hpp"

namespace aksis::audit {
namespace {

using storage::Transaction;

thread_local FactsOfBody* collecting = nullptr;

Status run_with_entry(Transaction& tx, const storage::Body& body, Entry entry, const Sealer& seal) {
  FactsOfBody facts;
  AKSIS_TRY(body(tx));
  if (!facts.person().empty()) entry.person = facts.person();
  if (!facts.object().empty()) entry.object = facts.object();
  const storage::Unconfined core(tx);
  if (!facts.facts().empty()) {
    AKSIS_ASSIGN(sealed, seal(tx, entry.person, facts_json(facts.facts())));
    entry.details = std::move(sealed);
  }
  AKSIS_TRY(append(tx, entry));
  return {};
}

}  // namespace

FactsOfBody::FactsOfBody() {
  assert(!collecting);
  collecting = this;
}

FactsOfBody::~FactsOfBody() {
  collecting = nullptr;
}

void note(Fact fact) {
  if (collecting) collecting->facts_.push_back(std::move(fact));
}

void note_subject(std::string_view person, std::string_view object) {
  if (!collecting) return;
  collecting->person_ = person;
  collecting->object_ = object;
}

std::string facts_json(const std::vector<Fact>& facts) {
  json::Writer out;
  out.array();
  for (const auto& fact : facts)
    out.object()
        .member("member", fact.member)
        .member("before", fact.before)
        .member("after", fact.after)
        .end();
  return out.end().text();
}

std::function<storage::Around()> surroundings(Describe describe, Sealer seal) {
  const auto shared = std::make_shared<const Sealer>(std::move(seal));
  return [describe = std::move(describe), shared]() -> storage::Around {
    auto entry = describe();
    if (!entry) return {};
    return [entry = *std::move(entry), shared](Transaction& tx, const storage::Body& body) {
      return run_with_entry(tx, body, entry, *shared);
    };
  };
}

}  // namespace aksis::audit
