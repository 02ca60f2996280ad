// A provider in memory: keys made with OpenSSL, tokens signed with them, answers to what is
// fetched, and a count of how often. One thread.
#pragma once

#include <openssl/evp.h>

#include <map>
#include <memory>
#include <string>

#include "access/oidc_provider.hpp"
#include "access/oidc_tokens.hpp"

namespace aksis::access {

class Issuer {
 public:
  Issuer();

  static ProviderSettings settings();
  Fetch fetch();
  // Publishes a new key of that algorithm.
  void publish(const std::string& kid, const std::string& algorithm);
  void withdraw(const std::string& kid) { keys_.erase(kid); }
  std::string token(const std::string& kid, const std::string& claims) const;
  std::string keys_json() const;

  std::map<std::string, int> asked;  // path → how often
  bool down = false;
  std::string token_answer;  // JSON
  Question last_exchange;

 private:
  struct Key {
    std::string algorithm;
    std::shared_ptr<EVP_PKEY> key;
  };
  std::map<std::string, Key> keys_;
};

}  // namespace aksis::access
