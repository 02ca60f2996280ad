#include "privacy/holder.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace aksis::privacy {
namespace {

bool plain_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
}

}  // namespace

Status Holders::add(Holder holder) {
  for (const auto& other : all_)
    if (other.name == holder.name)
      return Error{Code::conflict,
                   fmt::format("two holders of people's data are called {}", holder.name),
                   {}};
  for (const auto& one : holder.sealed)
    if (!plain_name(one.table) || !plain_name(one.column) || !plain_name(one.row_column) ||
        !(one.person_column.empty() || plain_name(one.person_column)))
      return invalid(fmt::format("{} declares a sealed column whose names are no lower_snake ones",
                                 holder.name));
  all_.push_back(std::move(holder));
  return {};
}

bool Holders::declares(std::string_view table, std::string_view column) const {
  for (const auto& holder : all_)
    for (const auto& one : holder.sealed)
      if (one.table == table && one.column == column) return true;
  return false;
}

}  // namespace aksis::privacy
