#include "http/core.hpp"

#include "http/connection.hpp"

namespace aksis::http {

Connections::Place Connections::enter(const std::string& address) {
  const std::lock_guard lock(mutex_);
  if (count_ >= limits_.connections) return Place::server_full;
  auto& here = by_address_[address];
  if (here >= limits_.connections_per_address) return Place::address_full;
  ++here;
  ++count_;
  return Place::free;
}

void Connections::leave(const std::string& address) {
  const std::lock_guard lock(mutex_);
  const auto here = by_address_.find(address);
  if (--here->second == 0) by_address_.erase(here);
  if (--count_ == 0) empty_.notify_all();
}

void Connections::add(const std::shared_ptr<Connection>& connection) {
  const std::lock_guard lock(mutex_);
  open_.emplace(connection.get(), connection);
}

void Connections::remove(const Connection* connection) {
  const std::lock_guard lock(mutex_);
  open_.erase(connection);
}

std::vector<std::shared_ptr<Connection>> Connections::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Connection>> out;
  out.reserve(open_.size());
  for (const auto& [address, connection] : open_)
    if (auto alive = connection.lock()) out.push_back(std::move(alive));
  return out;
}

size_t Connections::count() const {
  const std::lock_guard lock(mutex_);
  return count_;
}

bool Connections::wait_until_empty(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  return empty_.wait_for(lock, patience, [&] { return count_ == 0; });
}

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
