#include "http/connections.hpp"

#include "http/connection.hpp"

namespace aksis::http {
namespace {

// Those cut take their places until their coroutines have ended.
constexpr size_t kCutAtOnce = 2;

}  // namespace

Place Connections::enter(const std::string& address) {
  const std::lock_guard lock(mutex_);
  // An administrator's command gets through when clients have taken every place.
  const bool place = ordinary_ < limits_.connections || address == kLocalPeer;
  const auto here = by_address_.find(address);
  const size_t count_here = here == by_address_.end() ? 0 : here->second;
  if (place && count_here < limits_.connections_per_address) {
    ++ordinary_;
    ++by_address_[address];
    return Place::ordinary;
  }
  if (reserved_ >= limits_.connections_reserved * kCutAtOnce) return Place::none;
  ++reserved_;
  return Place::reserved;
}

void Connections::leave(const std::string& address, Place place) {
  const std::lock_guard lock(mutex_);
  if (place == Place::reserved) {
    --reserved_;
  } else {
    const auto here = by_address_.find(address);
    if (--here->second == 0) by_address_.erase(here);
    --ordinary_;
  }
  if (ordinary_ + reserved_ == 0) empty_.notify_all();
}

void Connections::add(const std::shared_ptr<Connection>& connection, Place place) {
  std::shared_ptr<Connection> oldest;  // let go of after the lock: its end takes it too
  const std::lock_guard lock(mutex_);
  open_.emplace(connection.get(), connection);
  if (place != Place::reserved) return;
  std::erase_if(reserve_, [](const auto& one) { return one.expired(); });
  reserve_.push_back(connection);
  if (reserve_.size() <= limits_.connections_reserved) return;
  oldest = reserve_.front().lock();
  reserve_.pop_front();
  if (oldest) oldest->cut();
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
  return ordinary_ + reserved_;
}

bool Connections::wait_until_empty(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  return empty_.wait_for(lock, patience, [&] { return ordinary_ + reserved_ == 0; });
}

}  // namespace aksis::http
