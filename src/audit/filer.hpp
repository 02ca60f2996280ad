// Files the end of the log under its people and actors whenever it has grown long. A thread of its
// own: nobody waits for it but whoever writes at that moment. start() and stop() belong to one
// thread.
#pragma once

#include <thread>

#include "base/bell.hpp"
#include "storage/database.hpp"

namespace aksis::audit {

class Filer {
 public:
  explicit Filer(storage::Database& database) : database_(database) {}  // outlives it
  ~Filer() { stop(); }

  // Begins with what a stopped process left.
  void start();
  // What is not filed stays found by looking (search.hpp), and is filed after the next start.
  void stop();

 private:
  void loop();
  void file_what_waits();

  storage::Database& database_;
  Bell bell_;
  uint64_t listener_ = 0;
  std::thread thread_;
};

}  // namespace aksis::audit
