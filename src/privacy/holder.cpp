#include "privacy/holder.hpp"

#include <fmt/format.h>

namespace aksis::privacy {

Status Holders::add(Holder holder) {
  for (const auto& other : all_)
    if (other.name == holder.name)
      return Error{Code::conflict,
                   fmt::format("two holders of people's data are called {}", holder.name),
                   {}};
  all_.push_back(std::move(holder));
  return {};
}

}  // namespace aksis::privacy
