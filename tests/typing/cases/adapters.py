"""ControlNets, IP adapters, T2I adapters, and the pictures made for them."""

from typing import assert_type

from invokegraph import Model, Output
from nodes_catalog import (
    CannyEdgeDetection,
    Collect,
    ControlField,
    ControlNet,
    DenoiseLatents,
    DepthAnythingDepthEstimation,
    Float,
    HeuristicResize,
    Image,
    ImageField,
    ImageMaskToTensor,
    Integer,
    IPAdapter,
    MediaPipeFaceDetection,
    PBRMaps,
    T2IAdapter,
)

photo = Image(image=ImageField(image_name="photo.png"))
edges = CannyEdgeDetection(image=photo.image, low_threshold=80)
depth = DepthAnythingDepthEstimation(image=photo.image, model_size="small_v2")
faces = MediaPipeFaceDetection(image=depth.image, min_confidence=Integer(value=1).value)
resized = HeuristicResize(image=edges.image, width=photo.width, height=photo.height)
maps = PBRMaps(image=photo.image, border_mode="mirror")
control = ControlNet(image=edges.image, control_model=Model("canny"), control_weight=0.8)
second = ControlNet(image=depth.image, control_mode="more_control", resize_mode="fill_resize")
control.control_weight = [0.8, 0.6, 0.2]
control.control_weight = Float(value=0.8).value
control.control_weight = [Float(value=0.8).value, Float(value=0.2).value]
adapter = IPAdapter(image=photo.image, weight=0.5, method="style", clip_vision_model="ViT-G")
adapter.image = [ImageField(image_name="a.png"), ImageField(image_name="b.png")]
adapter.image = [photo.image, edges.image]
adapter.mask = ImageMaskToTensor(image=photo.image).mask
t2i = T2IAdapter(image=maps.normal_map, t2i_adapter_model=Model("sketch"))
denoise = DenoiseLatents(control=control.control, ip_adapter=adapter.ip_adapter, t2i_adapter=t2i.t2i_adapter)
denoise.control = [control.control, second.control]
denoise.control = (control.control, second.control)
denoise.control = Collect(item=[control.control, second.control]).collection
denoise.ip_adapter = [adapter.ip_adapter]

assert_type(control.control, Output[ControlField])
assert_type(resized.image, Output[ImageField])
assert_type(maps.roughness_map, Output[ImageField])

control.image = control.control  # wrong: control to image
control.image = [photo.image, edges.image]  # wrong: a list to one image
control.control_mode = "some_control"  # wrong: no such mode
control.control_weight = Integer(value=1).value  # wrong: int to float | list[float]
control.control_weight = ["0.8"]  # wrong: texts to floats
control.begin_step_percent = "half"  # wrong: text to float
adapter.method = "full style"  # wrong: no such method
adapter.mask = photo.image  # wrong: image to tensor
adapter.image = [photo.image, control.control]  # wrong: one of two is no image
denoise.control = t2i.t2i_adapter  # wrong: T2I adapter to control
denoise.ip_adapter = control.control  # wrong: control to IP adapter
denoise.t2i_adapter = [control.control, second.control]  # wrong: controls to T2I adapters
denoise.control = [control.control, adapter.ip_adapter]  # wrong: one of two is no control
denoise.control = control  # wrong: a node is no output
edges.low_threshold = 0.5  # wrong: float to int
depth.model_size = "huge"  # wrong: no such size
resized.width = photo.image  # wrong: image to int
faces.min_confidence = photo.image  # wrong: image to float
PBRMaps(border_mode="wrap")  # wrong: no such mode
normals = maps.normals  # wrong: no such output
