#include <algorithm>
#include <array>
#include <utility>

#include "operations/operation.hpp"

namespace aksis::operations {
namespace {

constexpr std::array<std::pair<Scope, std::string_view>, 5> kScopes = {
    {{Scope::own, "own"},
     {Scope::agency, "agency"},
     {Scope::territory, "territory"},
     {Scope::national, "national"},
     {Scope::all, "all"}}};

// "matching.*" holds every permission of matching.
bool holds(std::string_view held, std::string_view permission) {
  if (held == "*" || held == permission) return true;
  return held.ends_with(".*") && permission.starts_with(held.substr(0, held.size() - 1));
}

}  // namespace

std::string_view name_of(Scope scope) {
  return kScopes[static_cast<size_t>(scope)].second;
}

std::optional<Scope> parse_scope(std::string_view name) {
  for (const auto& [scope, known] : kScopes)
    if (known == name) return scope;
  return std::nullopt;
}

bool Principal::allows(std::string_view permission) const {
  return permission.empty() || scope_of(permission).has_value();
}

std::optional<Scope> Principal::scope_of(std::string_view permission) const {
  std::optional<Scope> widest;
  for (const auto& held : grants)
    if (holds(held.permission, permission))
      widest = std::max(widest.value_or(Scope::own), held.scope);
  return widest;
}

}  // namespace aksis::operations
