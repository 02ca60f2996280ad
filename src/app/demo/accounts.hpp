// The accounts of the demo: one of each role, with password and second factor, and who follows
// whom. Its people are fictional, so what signs in is kept in a file and shown. Main thread.
#pragma once

#include <string>
#include <vector>

#include "app/instance/instance.hpp"

namespace aksis::app {

struct DemoAccount {
  std::string login, role, password;
  std::string totp_secret;  // base32: what an authenticator app is given
};

// Makes the agency, the accounts and a client program's key, and entrusts the people to them; or
// reads what an earlier run made. Every step may be done again.
struct DemoAccess {
  std::vector<DemoAccount> accounts;
  std::string key;  // sees everybody, for a year
};
Result<DemoAccess> demo_access(Instance& instance, const Clock& clock);

}  // namespace aksis::app
