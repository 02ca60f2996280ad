// Notices calls into modules that go on after their deadline. A thread cannot be ended from
// outside: whoever waits for the call is answered by the HTTP server, and a module with too many
// such calls gets no new ones. Any thread.
#pragma once

#include <condition_variable>
#include <list>
#include <mutex>
#include <string_view>
#include <thread>

#include "aksis/cpp/result.hpp"
#include "base/clock.hpp"

namespace aksis::modules {

struct Module;

inline constexpr int kStalledMax = 4;               // of one module; beyond, 503
inline constexpr Micros kStallGrace = kSecond / 2;  // for a handler that heeds cancelled()

class CallWatch {
 public:
  explicit CallWatch(const Clock& clock) : clock_(clock) {}
  ~CallWatch();

  // Runs from its making to its end. `deadline` 0: not watched.
  class Ticket {
   public:
    Ticket(Ticket&& other) noexcept;
    Ticket& operator=(Ticket&&) = delete;
    ~Ticket();

   private:
    friend CallWatch;
    Ticket() = default;
    CallWatch* watch_ = nullptr;
    struct Entry;
    std::list<Entry>::iterator entry_;
  };
  // Refuses with Code::busy while kStalledMax calls of the module are stalled. `function` outlives
  // the ticket.
  Result<Ticket> begin(Module& module, std::string_view function, Micros deadline);

 private:
  void run();
  void look();

  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Ticket::Entry> entries_;
  std::thread thread_;  // begins with the first call
  bool asleep_ = true;
  bool ending_ = false;
};

struct CallWatch::Ticket::Entry {
  Module& module;
  std::string_view function;
  Micros deadline;
  bool stalled = false;
};

}  // namespace aksis::modules
