// How accounts come to be and come back: the first start, invitations, resets by one-time links.
// Any thread unless said; waits for Argon2id and the database, so never inside a body.
//
// No link opens a session by itself. An invitation asks for a new password, then for a first
// factor. A password reset signs nobody in: the second factor is asked as ever. A factor reset
// asks for the password, and the factors before go only when a new one is proven.
#pragma once

#include <string>
#include <string_view>

#include "access/links.hpp"
#include "access/sign_in.hpp"

namespace aksis::access {

struct MadeLink {
  std::string token;
  std::string url;  // with Settings::public_url; the token behind '#', which no log sees
  Micros expires_at = 0;
};

class Invitations {
 public:
  Invitations(const Parts& parts, SignIn& sign_in) : parts_(parts), sign_in_(sign_in) {}

  // Whether the first administrator is still to be made.
  Result<bool> awaits_setup() const;
  // For the first administrator. Code::conflict: the first start is over.
  Result<MadeLink> make_setup_link();
  // Inside a body. `by` is the id of the principal who asks. Code::conflict: the state of the
  // account does not fit the purpose.
  Result<MadeLink> make(storage::Transaction& tx, Purpose purpose, const Account& account,
                        std::string_view by, std::string_view reason) const;

  struct First {
    std::string login, name, email;
  };
  // The first administrator's account. A half session that may enrol; the account is active with
  // its first factor. While it is not, the setup may be done again.
  Result<Opened> set_up(std::string_view token, const First& first, std::string_view password,
                        const operations::Origin& origin);
  // The same for an invited account.
  Result<Opened> accept(std::string_view token, std::string_view password,
                        const operations::Origin& origin);
  // With a link to reset the password: `password` is the new one, every session ends, no session is
  // opened (an empty token). With one to reset the factors: the present one.
  Result<Opened> reset(std::string_view token, std::string_view password,
                       const operations::Origin& origin);

 private:
  Result<Opened> open_enrolment(SessionChange& change, const Account& account, bool replaces,
                                std::string_view method, const operations::Origin& origin) const;
  Result<Opened> take_password_reset(std::string_view token, const Account& account,
                                     std::string_view password, const operations::Origin& origin);
  const Parts& parts_;
  SignIn& sign_in_;
};

}  // namespace aksis::access
