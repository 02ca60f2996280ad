// Against SoftHSM, a token in software: its library is loaded as a hardware module's would be.
#include "privacy/pkcs11_token.hpp"

#include <p11-kit/p11-kit.h>
#include <sys/stat.h>

#include <cstring>
#include <fstream>

#include "keys_bench.hpp"

using namespace aksis;
using namespace aksis::privacy;
using storage::message;

namespace {

constexpr const char* kLibrary = "/usr/lib/softhsm/libsofthsm2.so";

// A folder with one token called "agence", made as `softhsm2-util --init-token` does.
struct Token {
  storage::Scratch scratch;
  TestClock clock;
  Pkcs11Options options{kLibrary, "agence", scratch.path("pin"), "aksis"};

  Token() {
    std::filesystem::create_directory(scratch.path("tokens"));
    std::ofstream(scratch.path("softhsm2.conf"))
        << "directories.tokendir = " << scratch.path("tokens") << "\nlog.level = ERROR\n";
    setenv("SOFTHSM2_CONF", scratch.path("softhsm2.conf").c_str(), 1);
    pin_file("2468", 0400);
    auto* token = p11_kit_module_load(kLibrary, P11_KIT_MODULE_UNMANAGED);
    REQUIRE(token);
    REQUIRE(p11_kit_module_initialize(token) == CKR_OK);
    CK_SLOT_ID slot = 0;
    CK_ULONG count = 1;
    REQUIRE(token->C_GetSlotList(CK_TRUE, &slot, &count) == CKR_OK);
    unsigned char label[32], officer[] = "13579", user[] = "2468";
    std::memset(label, ' ', sizeof label);
    std::memcpy(label, "agence", 6);
    REQUIRE(token->C_InitToken(slot, officer, 5, label) == CKR_OK);
    CK_SESSION_HANDLE session = 0;
    REQUIRE(token->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr,
                                 &session) == CKR_OK);
    REQUIRE(token->C_Login(session, CKU_SO, officer, 5) == CKR_OK);
    REQUIRE(token->C_InitPIN(session, user, 4) == CKR_OK);
    REQUIRE(p11_kit_module_finalize(token) == CKR_OK);
    p11_kit_module_release(token);
  }
  void pin_file(const std::string& pin, mode_t mode) const {
    std::filesystem::remove(options.pin_file);
    std::ofstream(options.pin_file) << pin << '\n';
    REQUIRE(chmod(options.pin_file.c_str(), mode) == 0);
  }
};

}  // namespace

TEST_CASE("a token keeps the key-encryption key, and a second one takes over") {
  Token token;
  KeysBench bench;  // its own keys are not used
  storage::Scratch scratch;
  auto database = scratch.open();
  REQUIRE_OK(storage::migrate(*database, "core.events", events::migrations()));
  REQUIRE_OK(storage::migrate(*database, "core.privacy", migrations()));
  const auto open = [&] {
    return Keyring::open(*database, pkcs11_token(token.options, token.clock), token.clock);
  };
  storage::Blob blob;
  std::string first, second;
  const Place place{"t", "c", "r"};
  {
    auto keys = open();
    INFO(message(keys));
    REQUIRE(keys.ok());
    first = (*keys)->kek();
    CHECK(first.starts_with("pkcs11:"));
    REQUIRE_OK(database->write([&](storage::Transaction& tx) -> Status {
      AKSIS_TRY((*keys)->create_person_key(tx, "ana"));
      AKSIS_ASSIGN(made, (*keys)->seal(tx, place, "ana", "Ana"));
      blob = std::move(made);
      return {};
    }));
    token.clock.at += kDay;
    CHECK(*(*keys)->rotate_kek() == 4);
    second = (*keys)->kek();
    CHECK(second != first);
  }
  {
    auto keys = open();
    INFO(message(keys));
    REQUIRE(keys.ok());
    CHECK((*keys)->kek() == second);
    REQUIRE_OK(database->read([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(plain, (*keys)->open(tx, place, "ana", blob));
      CHECK(plain == "Ana");
      return {};
    }));
  }
  REQUIRE_OK(storage::run(*database,
                          "UPDATE core_tenant_key SET wrapped = (SELECT wrapped FROM "
                          "core_tenant_key WHERE purpose = 'search') WHERE purpose = 'people'"));
  CHECK_FALSE(open().ok());
}

TEST_CASE("a token that is not there, a wrong PIN, a PIN that others read, are told apart") {
  Token token;
  const auto load = [&](auto change) {
    auto options = token.options;
    change(options);
    return message(pkcs11_token(options, token.clock)->load());
  };
  CHECK(load([](auto&) {}).empty());
  CHECK(load([](auto& o) { o.library = "/nowhere.so"; }).find("cannot be loaded") !=
        std::string::npos);
  CHECK(load([](auto& o) { o.token = "autre"; }).find("called autre") != std::string::npos);
  CHECK(load([](auto& o) { o.pin_file += "x"; }).find("no PIN file") != std::string::npos);
  token.pin_file("2468", 0440);
  CHECK(load([](auto&) {}).find("chmod 0400") != std::string::npos);
  token.pin_file("1111", 0400);
  CHECK(load([](auto&) {}).find("refuses the PIN") != std::string::npos);
}
