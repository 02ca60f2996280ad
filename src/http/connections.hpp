// The open connections: how many there may be, in all and by address. Any thread.
//
// When the ordinary places are taken, a newcomer gets a reserved one, where health is answered and
// nothing else: a probe learns that the server lives whatever its clients do. When the reserve is
// taken too, the one that has been there longest is cut: a probe needs its place for a moment, and
// who stays longer is none.
#pragma once

#include <chrono>
#include <condition_variable>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/limits.hpp"

namespace aksis::http {

class Connection;

// What callers of the local socket have for an address.
inline constexpr const char* kLocalPeer = "local";

enum class Place { ordinary, reserved, none };

class Connections {
 public:
  explicit Connections(const Limits& limits) : limits_(limits) {}

  // Counts a connection in, unless there is no place; leave() counts it out.
  Place enter(const std::string& address);
  void leave(const std::string& address, Place place);
  void add(const std::shared_ptr<Connection>& connection, Place place);
  void remove(const Connection* connection);

  std::vector<std::shared_ptr<Connection>> all() const;
  size_t count() const;
  bool wait_until_empty(std::chrono::milliseconds patience);

 private:
  const Limits limits_;
  mutable std::mutex mutex_;
  std::condition_variable empty_;
  size_t ordinary_ = 0, reserved_ = 0;
  std::map<std::string, size_t> by_address_;  // ordinary ones
  std::map<const Connection*, std::weak_ptr<Connection>> open_;
  std::list<std::weak_ptr<Connection>> reserve_;  // not cut yet; the oldest in front
};

}  // namespace aksis::http
