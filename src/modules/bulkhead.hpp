// A module's share of the threads that answer: as many calls run in it at once as the share, so
// that a module that stalls leaves threads to the others. Any thread; a Place stays on its own.
#pragma once

#include <string_view>
#include <utility>

#include "aksis/cpp/result.hpp"

namespace aksis::modules {

struct Module;

class Place {
 public:
  // Refuses with Code::busy once Options::calls_max threads are inside the module. A module that
  // calls itself stays on its thread and takes no second place.
  static Result<Place> take(Module& module, std::string_view language);

  Place(Place&& other) noexcept : module_(std::exchange(other.module_, nullptr)) {}
  Place& operator=(Place&&) = delete;
  ~Place();

 private:
  explicit Place(Module* module) : module_(module) {}
  Module* module_;  // nullptr: an outer call has the place
};

}  // namespace aksis::modules
