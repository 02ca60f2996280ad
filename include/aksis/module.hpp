// The C++20 glue for modules: everything a module in C++ includes. It is compiled into the module,
// so it may change freely; the border is the C headers beside it.
//
//   aksis::Status start(aksis::Host& host) {
//     host.bind("notes.list", [&host](aksis::Request& request) -> aksis::Status {
//       aksis::json::Writer out;
//       out.array();
//       AKSIS_TRY(host.read([&](aksis::Tx& tx) -> aksis::Status {
//         return tx.query("SELECT body FROM note_line WHERE person = $1 ORDER BY id",
//                         {aksis::json::text(request.input(), "person")},
//                         [&](const aksis::Columns& row) { out.value(row.text(0)); });
//       }));
//       return request.respond(out.end().text());
//     });
//     return {};
//   }
//   AKSIS_MODULE("notes", "1.0.0", start, nullptr)
//
// The Host lives from start() until after stop(); handlers may keep a reference to it. Threads: see
// each header; handlers and subscribers run concurrently, also with themselves.
#pragma once

#include <aksis/aksis.h>

#include <memory>
#include <type_traits>

#include "cpp/host.hpp"
#include "cpp/json.hpp"
#include "cpp/privacy.hpp"
#include "cpp/request.hpp"
#include "cpp/result.hpp"
#include "cpp/sql.hpp"

namespace aksis::glue {

template <typename Start>
aksis_status start(std::unique_ptr<Host>& host, const aksis_host* raw, Start&& body) noexcept {
  Status status = guarded("start", [&]() -> Status {
    host = std::make_unique<Host>(raw);
    AKSIS_TRY(body(*host));
    return host->outcome();
  });
  if (!status.ok() && host) host->error(status.error().message);
  return to_status(status);
}

// `body`: nullptr, void() or void(Host&).
template <typename Stop>
void stop(std::unique_ptr<Host>& host, Stop&& body) noexcept {
  if (!host) return;
  const auto status = guarded("stop", [&]() -> Status {
    if constexpr (std::is_invocable_v<Stop, Host&>)
      body(*host);
    else if constexpr (std::is_invocable_v<Stop>)
      body();
    return {};
  });
  if (!status.ok()) host->error(status.error().message);
  host.reset();
}

}  // namespace aksis::glue

// Defines the module's one exported symbol. `start_function`: Status(Host&); `stop_function`:
// void(Host&), void() or nullptr. Once per module, at namespace scope.
#define AKSIS_MODULE(module_id, module_version, start_function, stop_function)    \
  namespace {                                                                     \
  std::unique_ptr<::aksis::Host>& aksis_module_host() {                           \
    static std::unique_ptr<::aksis::Host> host;                                   \
    return host;                                                                  \
  }                                                                               \
  aksis_status aksis_module_start(const aksis_host* raw) {                        \
    return ::aksis::glue::start(aksis_module_host(), raw, start_function);        \
  }                                                                               \
  void aksis_module_stop() {                                                      \
    ::aksis::glue::stop(aksis_module_host(), stop_function);                      \
  }                                                                               \
  }                                                                               \
  extern "C" AKSIS_EXPORT const aksis_module* aksis_module_entry_v1(void) {       \
    static const aksis_module table = {                                           \
        sizeof(aksis_module), AKSIS_ABI_MAJOR,     AKSIS_ABI_MINOR,    module_id, \
        module_version,       &aksis_module_start, &aksis_module_stop, nullptr};  \
    return &table;                                                                \
  }                                                                               \
  static_assert(true, "a semicolon may follow")
