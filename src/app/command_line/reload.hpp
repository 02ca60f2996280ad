// What SIGHUP does to a serving process. Main thread.
#pragma once

#include <optional>

#include "app/command_line/context.hpp"
#include "app/instance/instance.hpp"
#include "http/server.hpp"

namespace aksis::app {

// Nothing: plain HTTP.
std::optional<http::Tls> tls_of(const Config& config);

// Reads the configuration again: the modules get their sections, new connections the certificate.
// What is wrong is named in the log and leaves what is in force; so does what waits for a restart.
void reload(const Context& context, Instance& instance, http::Server& server);

}  // namespace aksis::app
