#include "http/core.hpp"

namespace aksis::http {

void Running::enter(const std::string& name) {
  const std::lock_guard lock(mutex_);
  names_.insert(name);
}

void Running::leave(const std::string& name) {
  const std::lock_guard lock(mutex_);
  names_.erase(names_.find(name));
}

std::string Running::names() const {
  const std::lock_guard lock(mutex_);
  std::string out;
  for (const auto& name : names_) out += (out.empty() ? "" : ", ") + name;
  return out;
}

}  // namespace aksis::http
