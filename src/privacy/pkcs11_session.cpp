#include "privacy/pkcs11_session.hpp"

#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>

namespace aksis::privacy {
namespace {

using storage::Blob;

constexpr unsigned char kVersion = 1;
constexpr size_t kIv = 12, kTag = 16;
constexpr CK_ULONG kAesBytes = 32;
constexpr CK_ULONG kFoundMax = 64;  // keys of one label
constexpr size_t kPinMax = 255;
constexpr mode_t kPinMode = 0400;

CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const void* value, size_t size) {
  return {type, const_cast<void*>(value), static_cast<CK_ULONG>(size)};
}

Result<std::string> read_pin(const std::string& path) {
  struct stat about {};
  if (stat(path.c_str(), &about) != 0)
    return said(Code::not_found, fmt::format("there is no PIN file {}", path),
                fmt::format("Le fichier du code PIN, {}, n’existe pas.", path));
  if (about.st_mode & 07777 & ~kPinMode)
    return said(Code::forbidden,
                fmt::format("the PIN file {} has the rights {:04o}: `chmod 0400 {}`", path,
                            about.st_mode & 07777, path),
                fmt::format("D’autres peuvent lire le fichier du code PIN, {} (droits {:04o}) : "
                            "`chmod 0400 {}`.",
                            path, about.st_mode & 07777, path));
  std::ifstream file(path);
  std::string pin;
  std::getline(file, pin);
  if (pin.empty() || pin.size() > kPinMax)
    return said(Code::invalid, fmt::format("the PIN file {} has no PIN in its first line", path),
                fmt::format("La première ligne de {} ne donne pas le code PIN.", path));
  return pin;
}

// The token writes its labels with spaces to the end.
std::string trimmed(const unsigned char* text, size_t size) {
  std::string out(reinterpret_cast<const char*>(text), size);
  out.erase(out.find_last_not_of(' ') + 1);
  return out;
}

// One operation of AES-GCM. Points into its arguments.
struct Gcm {
  Gcm(const unsigned char* iv, std::string_view binding) {
    parameters.iv_ptr = const_cast<unsigned char*>(iv);
    parameters.iv_len = kIv;
    parameters.iv_bits = kIv * 8;
    parameters.aad_ptr = reinterpret_cast<unsigned char*>(const_cast<char*>(binding.data()));
    parameters.aad_len = binding.size();
    parameters.tag_bits = kTag * 8;
    mechanism = {CKM_AES_GCM, &parameters, sizeof parameters};
  }
  Gcm(const Gcm&) = delete;
  Gcm& operator=(const Gcm&) = delete;
  CK_GCM_PARAMS parameters{};
  CK_MECHANISM mechanism{};
};

}  // namespace

Error Pkcs11Session::failed(std::string_view doing, unsigned long code) const {
  return internal(
      fmt::format("{} {} failed: {}", doing, where_, p11_kit_strerror(static_cast<CK_RV>(code))));
}

Result<std::shared_ptr<Pkcs11Session>> Pkcs11Session::open(const Pkcs11Options& options) {
  std::shared_ptr<Pkcs11Session> out(
      new Pkcs11Session(fmt::format("the PKCS#11 token {}", options.token)));
  out->functions_ = p11_kit_module_load(options.library.c_str(), P11_KIT_MODULE_UNMANAGED);
  if (!out->functions_)
    return said(Code::not_found,
                fmt::format("the PKCS#11 library {} cannot be loaded: {}", options.library,
                            p11_kit_message() ? p11_kit_message() : "no such library"),
                fmt::format("La bibliothèque PKCS#11 {} ne peut pas être chargée : vérifiez son "
                            "chemin.",
                            options.library));
  if (const auto code = p11_kit_module_initialize(out->functions_); code != CKR_OK)
    return out->failed("starting the library of", code);
  out->initialized_ = true;
  unsigned long slot = 0;
  AKSIS_TRY(out->find_token(options.token, slot));
  const auto code = out->functions_->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION,
                                                   nullptr, nullptr, &out->session_);
  if (code != CKR_OK) return out->failed("opening", code);
  AKSIS_TRY(out->sign_in(options.pin_file));
  return out;
}

Pkcs11Session::~Pkcs11Session() {
  if (session_) functions_->C_CloseSession(session_);
  if (initialized_) p11_kit_module_finalize(functions_);
  if (functions_) p11_kit_module_release(functions_);
}

Status Pkcs11Session::find_token(const std::string& label, unsigned long& slot) {
  CK_ULONG count = 0;
  auto code = functions_->C_GetSlotList(CK_TRUE, nullptr, &count);
  std::vector<CK_SLOT_ID> slots(count);
  if (code == CKR_OK) code = functions_->C_GetSlotList(CK_TRUE, slots.data(), &count);
  if (code != CKR_OK) return failed("listing the slots for", code);
  slots.resize(count);
  for (const auto one : slots) {
    CK_TOKEN_INFO about{};
    if (functions_->C_GetTokenInfo(one, &about) != CKR_OK) continue;
    if (trimmed(about.label, sizeof about.label) != label) continue;
    slot = one;
    return {};
  }
  return said(Code::not_found,
              fmt::format("no slot of the PKCS#11 library holds a token called {}", label),
              fmt::format("La bibliothèque PKCS#11 ne trouve aucun jeton nommé {}.", label));
}

Status Pkcs11Session::sign_in(const std::string& pin_file) {
  AKSIS_ASSIGN(pin, read_pin(pin_file));
  const auto code = functions_->C_Login(session_, CKU_USER,
                                        reinterpret_cast<unsigned char*>(pin.data()), pin.size());
  sodium_memzero(pin.data(), pin.size());
  // Another source of this process may have signed in: tokens know one user a process.
  if (code == CKR_OK || code == CKR_USER_ALREADY_LOGGED_IN) return {};
  if (code == CKR_PIN_INCORRECT)
    return said(Code::forbidden,
                fmt::format("{} refuses the PIN of {}: correct it before the token locks itself",
                            where_, pin_file),
                fmt::format("Le jeton PKCS#11 refuse le code PIN de {} : corrigez-le avant que le "
                            "jeton se bloque.",
                            pin_file));
  return failed("signing in to", code);
}

Result<std::vector<unsigned long>> Pkcs11Session::find(std::vector<CK_ATTRIBUTE> wanted) {
  std::vector<unsigned long> out(kFoundMax);
  CK_ULONG count = 0;
  auto code = functions_->C_FindObjectsInit(session_, wanted.data(), wanted.size());
  if (code == CKR_OK) {
    code = functions_->C_FindObjects(session_, out.data(), kFoundMax, &count);
    functions_->C_FindObjectsFinal(session_);
  }
  if (code != CKR_OK) return failed("looking for keys in", code);
  out.resize(count);
  return out;
}

Result<std::vector<Blob>> Pkcs11Session::keys(const std::string& label) {
  const std::lock_guard lock(mutex_);
  const CK_OBJECT_CLASS kind = CKO_SECRET_KEY;
  const CK_KEY_TYPE type = CKK_AES;
  AKSIS_ASSIGN(handles, find({attribute(CKA_CLASS, &kind, sizeof kind),
                              attribute(CKA_KEY_TYPE, &type, sizeof type),
                              attribute(CKA_LABEL, label.data(), label.size())}));
  std::vector<Blob> out;
  for (const auto handle : handles) {
    Blob id(64);
    CK_ATTRIBUTE asked = attribute(CKA_ID, id.data(), id.size());
    const auto code = functions_->C_GetAttributeValue(session_, handle, &asked, 1);
    if (code != CKR_OK) return failed("reading a key's number in", code);
    id.resize(asked.ulValueLen);
    if (!id.empty()) out.push_back(std::move(id));
  }
  std::sort(out.begin(), out.end(), std::greater<>());
  return out;
}

Status Pkcs11Session::generate(const std::string& label, const Blob& id) {
  const std::lock_guard lock(mutex_);
  const CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
  const CK_ULONG size = kAesBytes;
  std::vector<CK_ATTRIBUTE> wanted = {
      attribute(CKA_TOKEN, &yes, sizeof yes),
      attribute(CKA_PRIVATE, &yes, sizeof yes),
      attribute(CKA_SENSITIVE, &yes, sizeof yes),
      attribute(CKA_EXTRACTABLE, &no, sizeof no),
      attribute(CKA_ENCRYPT, &yes, sizeof yes),
      attribute(CKA_DECRYPT, &yes, sizeof yes),
      attribute(CKA_VALUE_LEN, &size, sizeof size),
      attribute(CKA_LABEL, label.data(), label.size()),
      attribute(CKA_ID, id.data(), id.size()),
  };
  CK_MECHANISM mechanism{CKM_AES_KEY_GEN, nullptr, 0};
  CK_OBJECT_HANDLE made = 0;
  const auto code =
      functions_->C_GenerateKey(session_, &mechanism, wanted.data(), wanted.size(), &made);
  return code == CKR_OK ? Status() : failed("making a key in", code);
}

Result<unsigned long> Pkcs11Session::key_handle(const Blob& id) {
  const CK_OBJECT_CLASS kind = CKO_SECRET_KEY;
  AKSIS_ASSIGN(found, find({attribute(CKA_CLASS, &kind, sizeof kind),
                            attribute(CKA_ID, id.data(), id.size())}));
  if (found.size() == 1) return found.front();
  return said(
      Code::not_found,
      fmt::format("{} holds {} keys where one of that number is wanted", where_, found.size()),
      fmt::format("Le jeton PKCS#11 a {} clés de ce numéro, et il en faut une.", found.size()));
}

Result<Blob> Pkcs11Session::encrypt(const Blob& id, const unsigned char* plain, size_t size,
                                    std::string_view binding) {
  const std::lock_guard lock(mutex_);
  AKSIS_ASSIGN(handle, key_handle(id));
  Blob out(1 + kIv + size + kTag);
  out[0] = kVersion;
  randombytes_buf(out.data() + 1, kIv);
  Gcm gcm(out.data() + 1, binding);
  CK_ULONG made = size + kTag;
  auto code = functions_->C_EncryptInit(session_, &gcm.mechanism, handle);
  if (code == CKR_OK)
    code = functions_->C_Encrypt(session_, const_cast<unsigned char*>(plain), size,
                                 out.data() + 1 + kIv, &made);
  if (code != CKR_OK) return failed("wrapping a key with", code);
  if (made != size + kTag) return internal(fmt::format("{} gave another length", where_));
  return out;
}

Result<Blob> Pkcs11Session::decrypt(const Blob& id, const Blob& sealed, std::string_view binding) {
  const std::lock_guard lock(mutex_);
  AKSIS_ASSIGN(handle, key_handle(id));
  if (sealed.size() < 1 + kIv + kTag || sealed[0] != kVersion)
    return internal("a key of the database is no wrapped key: the row was changed");
  Gcm gcm(sealed.data() + 1, binding);
  const size_t size = sealed.size() - 1 - kIv;
  Blob out(size);  // tokens may want room for the tag, which they take off
  CK_ULONG made = out.size();
  auto code = functions_->C_DecryptInit(session_, &gcm.mechanism, handle);
  if (code == CKR_OK)
    code = functions_->C_Decrypt(session_, const_cast<unsigned char*>(sealed.data()) + 1 + kIv,
                                 size, out.data(), &made);
  if (code != CKR_OK) return failed("unwrapping a key with", code);
  out.resize(made);
  return out;
}

}  // namespace aksis::privacy
