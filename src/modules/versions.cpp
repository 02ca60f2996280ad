#include "modules/versions.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace aksis::modules {
namespace {

using Version = std::array<int, 3>;

Version parse(std::string_view text) {
  Version version{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (auto& part : version) {
    at = std::from_chars(at, end, part).ptr;
    if (at == end || *at != '.') break;
    ++at;
  }
  return version;
}

bool satisfies_one(const Version& version, std::string_view condition) {
  if (condition.starts_with(">=")) return version >= parse(condition.substr(2));
  if (condition.starts_with('<')) return version < parse(condition.substr(1));
  return version == parse(condition.substr(1));
}

}  // namespace

bool satisfies(std::string_view version, std::string_view requirement) {
  const auto present = parse(version);
  while (!requirement.empty()) {
    const auto space = std::min(requirement.find(' '), requirement.size());
    if (space > 0 && !satisfies_one(present, requirement.substr(0, space))) return false;
    requirement.remove_prefix(std::min(space + 1, requirement.size()));
  }
  return true;
}

}  // namespace aksis::modules
