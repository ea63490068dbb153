# Writes OUTPUT, a C++ source with a function NAME that gives the text of INPUT and a function NAME_sha256 that
# gives its hash. HEADER declares them, the latter where WITH_HASH is set:
# cmake -DINPUT=... -DNAME=... -DHEADER=... -DOUTPUT=... [-DWITH_HASH=ON] -P embed.cmake
file(READ "${INPUT}" text)
set(hash_function "")
if(WITH_HASH)
  file(SHA256 "${INPUT}" hash)
  set(hash_function "
std::string_view ${NAME}_sha256() {
  return \"${hash}\";
}
")
endif()
file(WRITE "${OUTPUT}" "#include \"${HEADER}\"

namespace rebisect {

std::string_view ${NAME}() {
  return R\"embedded(${text})embedded\";
}
${hash_function}
}  // namespace rebisect
")
