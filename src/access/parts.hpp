// What the steps of signing in work with, and what they say. Values and references; no thread rule
// of its own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "access/accounts.hpp"
#include "access/factors.hpp"
#include "access/lock.hpp"
#include "access/password_pool.hpp"
#include "access/password_rules.hpp"
#include "access/ports.hpp"
#include "access/sessions.hpp"

namespace aksis::access {

struct Settings {
  SessionLimits sessions;
  Budgets budgets;
  PasswordPoolOptions passwords;
  std::string breached_file;     // see BreachedPasswords; empty: none
  std::string issuer = "aksis";  // how authenticator apps name this service
  std::string public_url;        // "https://aksis.example": what links begin with
};

struct Parts {
  storage::Database& database;
  const Clock& clock;
  const Ports& ports;
  const Settings& settings;
  Sessions& sessions;
  PasswordPool& pool;
  const Factors& factors;
  const BreachedPasswords& breached;
};

// A session that got a new token.
struct Opened {
  Session session;
  std::string token;              // for the cookie; exists nowhere else
  std::string device;             // for the cookie; empty: as before
  std::vector<std::string> ways;  // "totp", "passkey", "recovery": what the account can show
  std::vector<std::string> recovery_codes = {};  // a new set, shown once; empty: none made
};

}  // namespace aksis::access
