#include "record/shown_people.hpp"

#include "record/relations.hpp"

namespace aksis::record {

Status tell_shown(storage::Transaction& tx, operations::Call& call,
                  const std::vector<std::string>& people, Micros now) {
  operations::Shown shown;
  shown.people = static_cast<int64_t>(people.size());
  // Without an organisation: the relation of the agency is nobody's own.
  const Follower own{call.principal().account, {}};
  for (const auto& person : people) {
    AKSIS_ASSIGN(opening, follows(tx, own, person, now));
    if (!opening) shown.others.push_back(person);
  }
  call.shown = std::move(shown);
  return {};
}

}  // namespace aksis::record
