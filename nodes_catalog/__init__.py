# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node classes, field models and enumerations of InvokeAI 6.14.2, loaded when first named."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .batch import FloatBatch as FloatBatch
    from .batch import FloatGenerator as FloatGenerator
    from .batch import ImageBatch as ImageBatch
    from .batch import ImageGenerator as ImageGenerator
    from .batch import IntegerBatch as IntegerBatch
    from .batch import IntegerGenerator as IntegerGenerator
    from .batch import RandomRange as RandomRange
    from .batch import Range as Range
    from .batch import RangeOfSize as RangeOfSize
    from .batch import StringBatch as StringBatch
    from .batch import StringGenerator as StringGenerator
    from .canvas import CanvasOutput as CanvasOutput
    from .canvas import CanvasPasteBack as CanvasPasteBack
    from .canvas import CanvasV2MaskAndCrop as CanvasV2MaskAndCrop
    from .canvas import ImagePanelLayout as ImagePanelLayout
    from .choices import AnimaSchedulerName as AnimaSchedulerName
    from .choices import BatchGroup as BatchGroup
    from .choices import BlankImageMode as BlankImageMode
    from .choices import BlendColorSpace as BlendColorSpace
    from .choices import BlendMode as BlendMode
    from .choices import BlurType as BlurType
    from .choices import BoolMetadataLabel as BoolMetadataLabel
    from .choices import BorderMode as BorderMode
    from .choices import CLIPVisionModel as CLIPVisionModel
    from .choices import CoherenceMode as CoherenceMode
    from .choices import ColorChannel as ColorChannel
    from .choices import ColorCompensation as ColorCompensation
    from .choices import ColorCorrectSpace as ColorCorrectSpace
    from .choices import ControlMode as ControlMode
    from .choices import DepthAnythingSize as DepthAnythingSize
    from .choices import DilateErodeMode as DilateErodeMode
    from .choices import DimensionRounding as DimensionRounding
    from .choices import DownsamplingFunction as DownsamplingFunction
    from .choices import DyPEPreset as DyPEPreset
    from .choices import ESRGANModelName as ESRGANModelName
    from .choices import ExternalGenerationMode as ExternalGenerationMode
    from .choices import FloatMetadataLabel as FloatMetadataLabel
    from .choices import FloatOperation as FloatOperation
    from .choices import FlowSchedulerName as FlowSchedulerName
    from .choices import GenerationMode as GenerationMode
    from .choices import GroundingDinoModel as GroundingDinoModel
    from .choices import HueColorSpace as HueColorSpace
    from .choices import Ideogram4SamplerPreset as Ideogram4SamplerPreset
    from .choices import ImageFileFormat as ImageFileFormat
    from .choices import ImageMode as ImageMode
    from .choices import ImageNoiseType as ImageNoiseType
    from .choices import IntegerMetadataLabel as IntegerMetadataLabel
    from .choices import IntegerOperation as IntegerOperation
    from .choices import IPAdapterMethod as IPAdapterMethod
    from .choices import LatentsResizeMode as LatentsResizeMode
    from .choices import MaskFilter as MaskFilter
    from .choices import MaxSequenceLength as MaxSequenceLength
    from .choices import MetadataLabel as MetadataLabel
    from .choices import ModelBase as ModelBase
    from .choices import ModelMetadataLabel as ModelMetadataLabel
    from .choices import ModelType as ModelType
    from .choices import NoiseType as NoiseType
    from .choices import OpenAIBackground as OpenAIBackground
    from .choices import OpenAIInputFidelity as OpenAIInputFidelity
    from .choices import OpenAIQuality as OpenAIQuality
    from .choices import QuantizationMode as QuantizationMode
    from .choices import ResampleMode as ResampleMode
    from .choices import ResizeMode as ResizeMode
    from .choices import RGBAChannel as RGBAChannel
    from .choices import RoundingMethod as RoundingMethod
    from .choices import SAMPointLabel as SAMPointLabel
    from .choices import SchedulerMetadataLabel as SchedulerMetadataLabel
    from .choices import SchedulerName as SchedulerName
    from .choices import SegmentAnythingModel as SegmentAnythingModel
    from .choices import StringMetadataLabel as StringMetadataLabel
    from .choices import StyleReferenceFit as StyleReferenceFit
    from .choices import StyleReferenceValueMode as StyleReferenceValueMode
    from .choices import SubModelType as SubModelType
    from .choices import ThinkingLevel as ThinkingLevel
    from .choices import TileBlendMode as TileBlendMode
    from .choices import VAEMetadataLabel as VAEMetadataLabel
    from .choices import VideoResolution as VideoResolution
    from .choices import VideoTransition as VideoTransition
    from .choices import WanLoRATarget as WanLoRATarget
    from .conditioning import AnimaLLLite as AnimaLLLite
    from .conditioning import AnimaTextEncoder as AnimaTextEncoder
    from .conditioning import ControlNet as ControlNet
    from .conditioning import ErnieImagePromptEnhancer as ErnieImagePromptEnhancer
    from .conditioning import ErnieImageTextEncoder as ErnieImageTextEncoder
    from .conditioning import FluxControlNet as FluxControlNet
    from .conditioning import FluxFill as FluxFill
    from .conditioning import FluxIPAdapter as FluxIPAdapter
    from .conditioning import FluxKontext as FluxKontext
    from .conditioning import FluxKontextConcatenateImages as FluxKontextConcatenateImages
    from .conditioning import FluxRedux as FluxRedux
    from .conditioning import Ideogram4CaptionBuilder as Ideogram4CaptionBuilder
    from .conditioning import Ideogram4TextEncoder as Ideogram4TextEncoder
    from .conditioning import IPAdapter as IPAdapter
    from .conditioning import Krea2ConditioningRebalance as Krea2ConditioningRebalance
    from .conditioning import Krea2SeedVariance as Krea2SeedVariance
    from .conditioning import Krea2StyleReference as Krea2StyleReference
    from .conditioning import Krea2TextEncoder as Krea2TextEncoder
    from .conditioning import QwenImageTextEncoder as QwenImageTextEncoder
    from .conditioning import T2IAdapter as T2IAdapter
    from .conditioning import WanRefImageEncoder as WanRefImageEncoder
    from .conditioning import WanTextEncoder as WanTextEncoder
    from .conditioning import ZImageControl as ZImageControl
    from .control import Collect as Collect
    from .control import If as If
    from .control import Iterate as Iterate
    from .controlnet_preprocessors import CannyEdgeDetection as CannyEdgeDetection
    from .controlnet_preprocessors import ColorMap as ColorMap
    from .controlnet_preprocessors import ContentShuffle as ContentShuffle
    from .controlnet_preprocessors import DepthAnythingDepthEstimation as DepthAnythingDepthEstimation
    from .controlnet_preprocessors import DWOpenposeDetection as DWOpenposeDetection
    from .controlnet_preprocessors import HEDEdgeDetection as HEDEdgeDetection
    from .controlnet_preprocessors import HeuristicResize as HeuristicResize
    from .controlnet_preprocessors import LineartAnimeEdgeDetection as LineartAnimeEdgeDetection
    from .controlnet_preprocessors import LineartEdgeDetection as LineartEdgeDetection
    from .controlnet_preprocessors import MediaPipeFaceDetection as MediaPipeFaceDetection
    from .controlnet_preprocessors import MLSDDetection as MLSDDetection
    from .controlnet_preprocessors import NormalMap as NormalMap
    from .controlnet_preprocessors import PBRMaps as PBRMaps
    from .controlnet_preprocessors import PiDiNetEdgeDetection as PiDiNetEdgeDetection
    from .fields import TBLR as TBLR
    from .fields import AnimaConditioningField as AnimaConditioningField
    from .fields import AnimaLLLiteField as AnimaLLLiteField
    from .fields import BoardField as BoardField
    from .fields import BoundingBoxField as BoundingBoxField
    from .fields import CLIPField as CLIPField
    from .fields import CogView4ConditioningField as CogView4ConditioningField
    from .fields import ColorField as ColorField
    from .fields import ConditioningField as ConditioningField
    from .fields import ControlField as ControlField
    from .fields import ControlLoRAField as ControlLoRAField
    from .fields import ControlNetMetadataField as ControlNetMetadataField
    from .fields import DenoiseMaskField as DenoiseMaskField
    from .fields import ErnieImageConditioningField as ErnieImageConditioningField
    from .fields import FloatGeneratorField as FloatGeneratorField
    from .fields import FluxConditioningField as FluxConditioningField
    from .fields import FluxControlNetField as FluxControlNetField
    from .fields import FluxFillConditioningField as FluxFillConditioningField
    from .fields import FluxKontextConditioningField as FluxKontextConditioningField
    from .fields import FluxReduxConditioningField as FluxReduxConditioningField
    from .fields import FreeUConfig as FreeUConfig
    from .fields import Gemma2EncoderField as Gemma2EncoderField
    from .fields import GlmEncoderField as GlmEncoderField
    from .fields import Ideogram4ConditioningField as Ideogram4ConditioningField
    from .fields import Ideogram4Region as Ideogram4Region
    from .fields import ImageField as ImageField
    from .fields import ImageGeneratorField as ImageGeneratorField
    from .fields import IntegerGeneratorField as IntegerGeneratorField
    from .fields import IPAdapterField as IPAdapterField
    from .fields import IPAdapterMetadataField as IPAdapterMetadataField
    from .fields import Krea2ConditioningField as Krea2ConditioningField
    from .fields import Krea2StyleReferenceField as Krea2StyleReferenceField
    from .fields import LatentsField as LatentsField
    from .fields import LoRAField as LoRAField
    from .fields import LoRAMetadataField as LoRAMetadataField
    from .fields import MetadataField as MetadataField
    from .fields import MetadataItemField as MetadataItemField
    from .fields import Mistral3EncoderField as Mistral3EncoderField
    from .fields import MistralEncoderField as MistralEncoderField
    from .fields import ModelIdentifierField as ModelIdentifierField
    from .fields import PiDDecoderField as PiDDecoderField
    from .fields import PromptEnhancerField as PromptEnhancerField
    from .fields import Qwen3EncoderField as Qwen3EncoderField
    from .fields import Qwen3VLEncoderField as Qwen3VLEncoderField
    from .fields import QwenImageConditioningField as QwenImageConditioningField
    from .fields import QwenVLEncoderField as QwenVLEncoderField
    from .fields import SAMPoint as SAMPoint
    from .fields import SAMPointsField as SAMPointsField
    from .fields import SD3ConditioningField as SD3ConditioningField
    from .fields import StringGeneratorField as StringGeneratorField
    from .fields import StylePresetField as StylePresetField
    from .fields import SystemPromptField as SystemPromptField
    from .fields import T2IAdapterField as T2IAdapterField
    from .fields import T2IAdapterMetadataField as T2IAdapterMetadataField
    from .fields import T5EncoderField as T5EncoderField
    from .fields import TensorField as TensorField
    from .fields import Tile as Tile
    from .fields import TileWithImage as TileWithImage
    from .fields import TransformerField as TransformerField
    from .fields import UNetField as UNetField
    from .fields import VAEField as VAEField
    from .fields import VideoField as VideoField
    from .fields import WanConditioningField as WanConditioningField
    from .fields import WanRefImageConditioningField as WanRefImageConditioningField
    from .fields import WanT5EncoderField as WanT5EncoderField
    from .fields import WanTransformerField as WanTransformerField
    from .fields import WorkflowReturnValueField as WorkflowReturnValueField
    from .fields import ZImageConditioningField as ZImageConditioningField
    from .fields import ZImageControlField as ZImageControlField
    from .image import AlibabaCloudImageGeneration as AlibabaCloudImageGeneration
    from .image import AnimaDenoise as AnimaDenoise
    from .image import AnimaImageToLatents as AnimaImageToLatents
    from .image import BlankImage as BlankImage
    from .image import CenterPadCrop as CenterPadCrop
    from .image import ColorCorrect as ColorCorrect
    from .image import CropImageToBoundingBox as CropImageToBoundingBox
    from .image import DecodeInvisibleWatermark as DecodeInvisibleWatermark
    from .image import GeminiImageGeneration as GeminiImageGeneration
    from .image import ImageBlur as ImageBlur
    from .image import ImageChannel as ImageChannel
    from .image import ImageChannelMultiply as ImageChannelMultiply
    from .image import ImageChannelOffset as ImageChannelOffset
    from .image import ImageConvert as ImageConvert
    from .image import ImageCrop as ImageCrop
    from .image import ImageHueAdjustment as ImageHueAdjustment
    from .image import ImageInverseLerp as ImageInverseLerp
    from .image import ImageLerp as ImageLerp
    from .image import ImageMultiply as ImageMultiply
    from .image import ImageNoise as ImageNoise
    from .image import ImageNSFWBlur as ImageNSFWBlur
    from .image import ImagePaste as ImagePaste
    from .image import ImageResize as ImageResize
    from .image import ImageScale as ImageScale
    from .image import ImageWatermark as ImageWatermark
    from .image import InvokeAdjustImageHuePlus as InvokeAdjustImageHuePlus
    from .image import InvokeEquivalentAchromaticLightness as InvokeEquivalentAchromaticLightness
    from .image import InvokeImageBlend as InvokeImageBlend
    from .image import InvokeImageCompositor as InvokeImageCompositor
    from .image import InvokeImageDilateOrErode as InvokeImageDilateOrErode
    from .image import InvokeImageEnhance as InvokeImageEnhance
    from .image import InvokeImageValueThresholds as InvokeImageValueThresholds
    from .image import Krea2Denoise as Krea2Denoise
    from .image import OklabUnsharpMask as OklabUnsharpMask
    from .image import OklchImageHueAdjustment as OklchImageHueAdjustment
    from .image import OpenAIImageGeneration as OpenAIImageGeneration
    from .image import PasteImageIntoBoundingBox as PasteImageIntoBoundingBox
    from .image import PiDUpscale as PiDUpscale
    from .image import QwenImageDenoise as QwenImageDenoise
    from .image import QwenImageImageToLatents as QwenImageImageToLatents
    from .image import SaveImage as SaveImage
    from .image import SaveImageToFile as SaveImageToFile
    from .image import SeedreamImageGeneration as SeedreamImageGeneration
    from .image import ShowImage as ShowImage
    from .image import UnsharpMask as UnsharpMask
    from .image import VideoFrameExtract as VideoFrameExtract
    from .image import WanDenoise as WanDenoise
    from .image import WanImageToLatents as WanImageToLatents
    from .inpaint import CV2Infill as CV2Infill
    from .inpaint import CvInpaint as CvInpaint
    from .inpaint import InfillColor as InfillColor
    from .inpaint import InfillPatchMatch as InfillPatchMatch
    from .inpaint import InfillTile as InfillTile
    from .inpaint import LaMaInfill as LaMaInfill
    from .latents import AnimaLatentsToImage as AnimaLatentsToImage
    from .latents import BlendLatents as BlendLatents
    from .latents import CogView4Denoise as CogView4Denoise
    from .latents import CogView4ImageToLatents as CogView4ImageToLatents
    from .latents import CogView4LatentsToImage as CogView4LatentsToImage
    from .latents import CropLatentsCore as CropLatentsCore
    from .latents import DenoiseLatents as DenoiseLatents
    from .latents import ErnieImageDenoise as ErnieImageDenoise
    from .latents import ErnieImageVaeDecode as ErnieImageVaeDecode
    from .latents import Flux2Denoise as Flux2Denoise
    from .latents import Flux2PiDDecode as Flux2PiDDecode
    from .latents import Flux2VaeDecode as Flux2VaeDecode
    from .latents import Flux2VaeEncode as Flux2VaeEncode
    from .latents import FluxDenoise as FluxDenoise
    from .latents import FluxPiDDecode as FluxPiDDecode
    from .latents import FluxVaeDecode as FluxVaeDecode
    from .latents import FluxVaeEncode as FluxVaeEncode
    from .latents import IdealSize as IdealSize
    from .latents import Ideogram4Denoise as Ideogram4Denoise
    from .latents import Ideogram4LatentsToImage as Ideogram4LatentsToImage
    from .latents import ImageToLatents as ImageToLatents
    from .latents import LatentsToImage as LatentsToImage
    from .latents import Noise as Noise
    from .latents import QwenImageLatentsToImage as QwenImageLatentsToImage
    from .latents import QwenImagePiDDecode as QwenImagePiDDecode
    from .latents import ResizeLatents as ResizeLatents
    from .latents import ScaleLatents as ScaleLatents
    from .latents import Scheduler as Scheduler
    from .latents import SD3Denoise as SD3Denoise
    from .latents import SD3ImageToLatents as SD3ImageToLatents
    from .latents import SD3LatentsToImage as SD3LatentsToImage
    from .latents import SD3PiDDecode as SD3PiDDecode
    from .latents import SDXLPiDDecode as SDXLPiDDecode
    from .latents import TiledMultiDiffusionDenoiseLatents as TiledMultiDiffusionDenoiseLatents
    from .latents import WanLatentsToImage as WanLatentsToImage
    from .latents import WanLatentsToVideo as WanLatentsToVideo
    from .latents import WanVideoDenoise as WanVideoDenoise
    from .latents import ZImageDenoise as ZImageDenoise
    from .latents import ZImageImageToLatents as ZImageImageToLatents
    from .latents import ZImageLatentsToImage as ZImageLatentsToImage
    from .latents import ZImagePiDDecode as ZImagePiDDecode
    from .llm import TextLLM as TextLLM
    from .llm import TextLLMWithPreset as TextLLMWithPreset
    from .mask import AlphaMaskToTensor as AlphaMaskToTensor
    from .mask import ApplyMaskTensorToImage as ApplyMaskTensorToImage
    from .mask import ApplyMaskToImage as ApplyMaskToImage
    from .mask import CreateDenoiseMask as CreateDenoiseMask
    from .mask import CreateGradientMask as CreateGradientMask
    from .mask import ExpandMaskWithFade as ExpandMaskWithFade
    from .mask import GetMaskBoundingBox as GetMaskBoundingBox
    from .mask import ImageMaskToTensor as ImageMaskToTensor
    from .mask import InvertTensorMask as InvertTensorMask
    from .mask import MaskCombine as MaskCombine
    from .mask import MaskEdge as MaskEdge
    from .mask import MaskFromAlpha as MaskFromAlpha
    from .mask import MaskFromID as MaskFromID
    from .mask import MaskTensorToImage as MaskTensorToImage
    from .mask import RectangleMask as RectangleMask
    from .math import Add as Add
    from .math import Divide as Divide
    from .math import FloatLinearRange as FloatLinearRange
    from .math import FloatMath as FloatMath
    from .math import FloatToInteger as FloatToInteger
    from .math import IntegerMath as IntegerMath
    from .math import Multiply as Multiply
    from .math import RandomFloat as RandomFloat
    from .math import RandomInt as RandomInt
    from .math import Round as Round
    from .math import Subtract as Subtract
    from .metadata import AnimaDenoiseMeta as AnimaDenoiseMeta
    from .metadata import CoreMetadata as CoreMetadata
    from .metadata import DenoiseLatentsMeta as DenoiseLatentsMeta
    from .metadata import FluxDenoiseLatentsMeta as FluxDenoiseLatentsMeta
    from .metadata import MergeMetadata as MergeMetadata
    from .metadata import Metadata as Metadata
    from .metadata import MetadataFieldExtractor as MetadataFieldExtractor
    from .metadata import MetadataFromImage as MetadataFromImage
    from .metadata import MetadataItem as MetadataItem
    from .metadata import MetadataItemLinked as MetadataItemLinked
    from .metadata import MetadataToBool as MetadataToBool
    from .metadata import MetadataToBoolCollection as MetadataToBoolCollection
    from .metadata import MetadataToControlnets as MetadataToControlnets
    from .metadata import MetadataToFloat as MetadataToFloat
    from .metadata import MetadataToFloatCollection as MetadataToFloatCollection
    from .metadata import MetadataToInteger as MetadataToInteger
    from .metadata import MetadataToIntegerCollection as MetadataToIntegerCollection
    from .metadata import MetadataToIPAdapters as MetadataToIPAdapters
    from .metadata import MetadataToLoras as MetadataToLoras
    from .metadata import MetadataToLorasCollection as MetadataToLorasCollection
    from .metadata import MetadataToModel as MetadataToModel
    from .metadata import MetadataToScheduler as MetadataToScheduler
    from .metadata import MetadataToSDXLLoras as MetadataToSDXLLoras
    from .metadata import MetadataToSDXLModel as MetadataToSDXLModel
    from .metadata import MetadataToString as MetadataToString
    from .metadata import MetadataToStringCollection as MetadataToStringCollection
    from .metadata import MetadataToT2IAdapters as MetadataToT2IAdapters
    from .metadata import MetadataToVAE as MetadataToVAE
    from .metadata import ZImageDenoiseMeta as ZImageDenoiseMeta
    from .model import AnimaLoRACollectionLoader as AnimaLoRACollectionLoader
    from .model import AnimaLoRALoader as AnimaLoRALoader
    from .model import AnimaModelLoader as AnimaModelLoader
    from .model import CogView4ModelLoader as CogView4ModelLoader
    from .model import ErnieImageModelLoader as ErnieImageModelLoader
    from .model import Flux2DevLoRACollectionLoader as Flux2DevLoRACollectionLoader
    from .model import Flux2DevLoRALoader as Flux2DevLoRALoader
    from .model import Flux2DevModelLoader as Flux2DevModelLoader
    from .model import Flux2KleinLoRACollectionLoader as Flux2KleinLoRACollectionLoader
    from .model import Flux2KleinLoRALoader as Flux2KleinLoRALoader
    from .model import Flux2KleinModelLoader as Flux2KleinModelLoader
    from .model import FluxControlLoRALoader as FluxControlLoRALoader
    from .model import FLUXLoRACollectionLoader as FLUXLoRACollectionLoader
    from .model import FluxLoRALoader as FluxLoRALoader
    from .model import FluxModelLoader as FluxModelLoader
    from .model import FreeU as FreeU
    from .model import Gemma2EncoderLoader as Gemma2EncoderLoader
    from .model import Ideogram4ModelLoader as Ideogram4ModelLoader
    from .model import Krea2LoRACollectionLoader as Krea2LoRACollectionLoader
    from .model import Krea2LoRALoader as Krea2LoRALoader
    from .model import Krea2ModelLoader as Krea2ModelLoader
    from .model import LoRACollectionLoader as LoRACollectionLoader
    from .model import LoRALoader as LoRALoader
    from .model import LoRASelector as LoRASelector
    from .model import MainModelLoader as MainModelLoader
    from .model import ModelIdentifier as ModelIdentifier
    from .model import PiDDecoderLoader as PiDDecoderLoader
    from .model import QwenImageLoRACollectionLoader as QwenImageLoRACollectionLoader
    from .model import QwenImageLoRALoader as QwenImageLoRALoader
    from .model import QwenImageModelLoader as QwenImageModelLoader
    from .model import Sd3ModelLoader as Sd3ModelLoader
    from .model import SDXLLoRACollectionLoader as SDXLLoRACollectionLoader
    from .model import SDXLLoRALoader as SDXLLoRALoader
    from .model import SDXLModelLoader as SDXLModelLoader
    from .model import SDXLRefinerModelLoader as SDXLRefinerModelLoader
    from .model import SeamlessMode as SeamlessMode
    from .model import VAELoader as VAELoader
    from .model import WanLoRACollectionLoader as WanLoRACollectionLoader
    from .model import WanLoRALoader as WanLoRALoader
    from .model import WanModelLoader as WanModelLoader
    from .model import ZImageLoRACollectionLoader as ZImageLoRACollectionLoader
    from .model import ZImageLoRALoader as ZImageLoRALoader
    from .model import ZImageModelLoader as ZImageModelLoader
    from .multimodal import LlavaOnevisionVllm as LlavaOnevisionVllm
    from .primitives import Boolean as Boolean
    from .primitives import BooleanCollection as BooleanCollection
    from .primitives import BoundingBox as BoundingBox
    from .primitives import Color as Color
    from .primitives import Conditioning as Conditioning
    from .primitives import ConditioningCollection as ConditioningCollection
    from .primitives import Float as Float
    from .primitives import FloatCollection as FloatCollection
    from .primitives import Image as Image
    from .primitives import ImageCollection as ImageCollection
    from .primitives import Integer as Integer
    from .primitives import IntegerCollection as IntegerCollection
    from .primitives import Latents as Latents
    from .primitives import LatentsCollection as LatentsCollection
    from .primitives import String as String
    from .primitives import StringCollection as StringCollection
    from .primitives import Video as Video
    from .prompt import CLIPSkip as CLIPSkip
    from .prompt import CogView4TextEncoder as CogView4TextEncoder
    from .prompt import Compel as Compel
    from .prompt import DynamicPrompt as DynamicPrompt
    from .prompt import Flux2DevTextEncoder as Flux2DevTextEncoder
    from .prompt import Flux2KleinTextEncoder as Flux2KleinTextEncoder
    from .prompt import FluxTextEncoder as FluxTextEncoder
    from .prompt import PromptsFromFile as PromptsFromFile
    from .prompt import PromptTemplate as PromptTemplate
    from .prompt import Sd3TextEncoder as Sd3TextEncoder
    from .prompt import SDXLCompelPrompt as SDXLCompelPrompt
    from .prompt import SDXLRefinerCompelPrompt as SDXLRefinerCompelPrompt
    from .prompt import ZImageSeedVarianceEnhancer as ZImageSeedVarianceEnhancer
    from .prompt import ZImageTextEncoder as ZImageTextEncoder
    from .segmentation import FaceIdentifier as FaceIdentifier
    from .segmentation import FaceMask as FaceMask
    from .segmentation import FaceOff as FaceOff
    from .segmentation import GroundingDino as GroundingDino
    from .segmentation import SegmentAnything as SegmentAnything
    from .strings import StringJoin as StringJoin
    from .strings import StringJoinThree as StringJoinThree
    from .strings import StringReplace as StringReplace
    from .strings import StringSplit as StringSplit
    from .strings import StringSplitNeg as StringSplitNeg
    from .tiles import CalculateImageTiles as CalculateImageTiles
    from .tiles import CalculateImageTilesEvenSplit as CalculateImageTilesEvenSplit
    from .tiles import CalculateImageTilesMinimumOverlap as CalculateImageTilesMinimumOverlap
    from .tiles import MergeTilesToImage as MergeTilesToImage
    from .tiles import PairTileImage as PairTileImage
    from .tiles import TileToProperties as TileToProperties
    from .upscale import ESRGAN as ESRGAN
    from .upscale import SpandrelImageToImage as SpandrelImageToImage
    from .upscale import SpandrelImageToImageAutoscale as SpandrelImageToImageAutoscale
    from .video import ExtractVideoRange as ExtractVideoRange
    from .video import VideoConcat as VideoConcat
    from .video import WanI2VIdealDimensions as WanI2VIdealDimensions
    from .video import WanTI2VIdealDimensions as WanTI2VIdealDimensions
    from .workflow import CallSavedWorkflow as CallSavedWorkflow
    from .workflow import WorkflowReturn as WorkflowReturn
    from .workflow import WorkflowReturnGet as WorkflowReturnGet
    from .workflow import WorkflowReturnValue as WorkflowReturnValue
else:
    from importlib import import_module

    def __getattr__(name: str) -> object:
        """Load the module of a class when the class is first named."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(f".{_HOMES[name]}", __name__), name)
        return found

    def __dir__() -> list[str]:
        return sorted({*globals(), *_HOMES})

    _HOMES = {
        "FloatBatch": "batch",
        "FloatGenerator": "batch",
        "ImageBatch": "batch",
        "ImageGenerator": "batch",
        "IntegerBatch": "batch",
        "IntegerGenerator": "batch",
        "RandomRange": "batch",
        "Range": "batch",
        "RangeOfSize": "batch",
        "StringBatch": "batch",
        "StringGenerator": "batch",
        "CanvasOutput": "canvas",
        "CanvasPasteBack": "canvas",
        "CanvasV2MaskAndCrop": "canvas",
        "ImagePanelLayout": "canvas",
        "AnimaSchedulerName": "choices",
        "BatchGroup": "choices",
        "BlankImageMode": "choices",
        "BlendColorSpace": "choices",
        "BlendMode": "choices",
        "BlurType": "choices",
        "BoolMetadataLabel": "choices",
        "BorderMode": "choices",
        "CLIPVisionModel": "choices",
        "CoherenceMode": "choices",
        "ColorChannel": "choices",
        "ColorCompensation": "choices",
        "ColorCorrectSpace": "choices",
        "ControlMode": "choices",
        "DepthAnythingSize": "choices",
        "DilateErodeMode": "choices",
        "DimensionRounding": "choices",
        "DownsamplingFunction": "choices",
        "DyPEPreset": "choices",
        "ESRGANModelName": "choices",
        "ExternalGenerationMode": "choices",
        "FloatMetadataLabel": "choices",
        "FloatOperation": "choices",
        "FlowSchedulerName": "choices",
        "GenerationMode": "choices",
        "GroundingDinoModel": "choices",
        "HueColorSpace": "choices",
        "Ideogram4SamplerPreset": "choices",
        "ImageFileFormat": "choices",
        "ImageMode": "choices",
        "ImageNoiseType": "choices",
        "IntegerMetadataLabel": "choices",
        "IntegerOperation": "choices",
        "IPAdapterMethod": "choices",
        "LatentsResizeMode": "choices",
        "MaskFilter": "choices",
        "MaxSequenceLength": "choices",
        "MetadataLabel": "choices",
        "ModelBase": "choices",
        "ModelMetadataLabel": "choices",
        "ModelType": "choices",
        "NoiseType": "choices",
        "OpenAIBackground": "choices",
        "OpenAIInputFidelity": "choices",
        "OpenAIQuality": "choices",
        "QuantizationMode": "choices",
        "ResampleMode": "choices",
        "ResizeMode": "choices",
        "RGBAChannel": "choices",
        "RoundingMethod": "choices",
        "SAMPointLabel": "choices",
        "SchedulerMetadataLabel": "choices",
        "SchedulerName": "choices",
        "SegmentAnythingModel": "choices",
        "StringMetadataLabel": "choices",
        "StyleReferenceFit": "choices",
        "StyleReferenceValueMode": "choices",
        "SubModelType": "choices",
        "ThinkingLevel": "choices",
        "TileBlendMode": "choices",
        "VAEMetadataLabel": "choices",
        "VideoResolution": "choices",
        "VideoTransition": "choices",
        "WanLoRATarget": "choices",
        "AnimaLLLite": "conditioning",
        "AnimaTextEncoder": "conditioning",
        "ControlNet": "conditioning",
        "ErnieImagePromptEnhancer": "conditioning",
        "ErnieImageTextEncoder": "conditioning",
        "FluxControlNet": "conditioning",
        "FluxFill": "conditioning",
        "FluxIPAdapter": "conditioning",
        "FluxKontext": "conditioning",
        "FluxKontextConcatenateImages": "conditioning",
        "FluxRedux": "conditioning",
        "Ideogram4CaptionBuilder": "conditioning",
        "Ideogram4TextEncoder": "conditioning",
        "IPAdapter": "conditioning",
        "Krea2ConditioningRebalance": "conditioning",
        "Krea2SeedVariance": "conditioning",
        "Krea2StyleReference": "conditioning",
        "Krea2TextEncoder": "conditioning",
        "QwenImageTextEncoder": "conditioning",
        "T2IAdapter": "conditioning",
        "WanRefImageEncoder": "conditioning",
        "WanTextEncoder": "conditioning",
        "ZImageControl": "conditioning",
        "Collect": "control",
        "If": "control",
        "Iterate": "control",
        "CannyEdgeDetection": "controlnet_preprocessors",
        "ColorMap": "controlnet_preprocessors",
        "ContentShuffle": "controlnet_preprocessors",
        "DepthAnythingDepthEstimation": "controlnet_preprocessors",
        "DWOpenposeDetection": "controlnet_preprocessors",
        "HEDEdgeDetection": "controlnet_preprocessors",
        "HeuristicResize": "controlnet_preprocessors",
        "LineartAnimeEdgeDetection": "controlnet_preprocessors",
        "LineartEdgeDetection": "controlnet_preprocessors",
        "MediaPipeFaceDetection": "controlnet_preprocessors",
        "MLSDDetection": "controlnet_preprocessors",
        "NormalMap": "controlnet_preprocessors",
        "PBRMaps": "controlnet_preprocessors",
        "PiDiNetEdgeDetection": "controlnet_preprocessors",
        "TBLR": "fields",
        "AnimaConditioningField": "fields",
        "AnimaLLLiteField": "fields",
        "BoardField": "fields",
        "BoundingBoxField": "fields",
        "CLIPField": "fields",
        "CogView4ConditioningField": "fields",
        "ColorField": "fields",
        "ConditioningField": "fields",
        "ControlField": "fields",
        "ControlLoRAField": "fields",
        "ControlNetMetadataField": "fields",
        "DenoiseMaskField": "fields",
        "ErnieImageConditioningField": "fields",
        "FloatGeneratorField": "fields",
        "FluxConditioningField": "fields",
        "FluxControlNetField": "fields",
        "FluxFillConditioningField": "fields",
        "FluxKontextConditioningField": "fields",
        "FluxReduxConditioningField": "fields",
        "FreeUConfig": "fields",
        "Gemma2EncoderField": "fields",
        "GlmEncoderField": "fields",
        "Ideogram4ConditioningField": "fields",
        "Ideogram4Region": "fields",
        "ImageField": "fields",
        "ImageGeneratorField": "fields",
        "IntegerGeneratorField": "fields",
        "IPAdapterField": "fields",
        "IPAdapterMetadataField": "fields",
        "Krea2ConditioningField": "fields",
        "Krea2StyleReferenceField": "fields",
        "LatentsField": "fields",
        "LoRAField": "fields",
        "LoRAMetadataField": "fields",
        "MetadataField": "fields",
        "MetadataItemField": "fields",
        "Mistral3EncoderField": "fields",
        "MistralEncoderField": "fields",
        "ModelIdentifierField": "fields",
        "PiDDecoderField": "fields",
        "PromptEnhancerField": "fields",
        "Qwen3EncoderField": "fields",
        "Qwen3VLEncoderField": "fields",
        "QwenImageConditioningField": "fields",
        "QwenVLEncoderField": "fields",
        "SAMPoint": "fields",
        "SAMPointsField": "fields",
        "SD3ConditioningField": "fields",
        "StringGeneratorField": "fields",
        "StylePresetField": "fields",
        "SystemPromptField": "fields",
        "T2IAdapterField": "fields",
        "T2IAdapterMetadataField": "fields",
        "T5EncoderField": "fields",
        "TensorField": "fields",
        "Tile": "fields",
        "TileWithImage": "fields",
        "TransformerField": "fields",
        "UNetField": "fields",
        "VAEField": "fields",
        "VideoField": "fields",
        "WanConditioningField": "fields",
        "WanRefImageConditioningField": "fields",
        "WanT5EncoderField": "fields",
        "WanTransformerField": "fields",
        "WorkflowReturnValueField": "fields",
        "ZImageConditioningField": "fields",
        "ZImageControlField": "fields",
        "AlibabaCloudImageGeneration": "image",
        "AnimaDenoise": "image",
        "AnimaImageToLatents": "image",
        "BlankImage": "image",
        "CenterPadCrop": "image",
        "ColorCorrect": "image",
        "CropImageToBoundingBox": "image",
        "DecodeInvisibleWatermark": "image",
        "GeminiImageGeneration": "image",
        "ImageBlur": "image",
        "ImageChannel": "image",
        "ImageChannelMultiply": "image",
        "ImageChannelOffset": "image",
        "ImageConvert": "image",
        "ImageCrop": "image",
        "ImageHueAdjustment": "image",
        "ImageInverseLerp": "image",
        "ImageLerp": "image",
        "ImageMultiply": "image",
        "ImageNoise": "image",
        "ImageNSFWBlur": "image",
        "ImagePaste": "image",
        "ImageResize": "image",
        "ImageScale": "image",
        "ImageWatermark": "image",
        "InvokeAdjustImageHuePlus": "image",
        "InvokeEquivalentAchromaticLightness": "image",
        "InvokeImageBlend": "image",
        "InvokeImageCompositor": "image",
        "InvokeImageDilateOrErode": "image",
        "InvokeImageEnhance": "image",
        "InvokeImageValueThresholds": "image",
        "Krea2Denoise": "image",
        "OklabUnsharpMask": "image",
        "OklchImageHueAdjustment": "image",
        "OpenAIImageGeneration": "image",
        "PasteImageIntoBoundingBox": "image",
        "PiDUpscale": "image",
        "QwenImageDenoise": "image",
        "QwenImageImageToLatents": "image",
        "SaveImage": "image",
        "SaveImageToFile": "image",
        "SeedreamImageGeneration": "image",
        "ShowImage": "image",
        "UnsharpMask": "image",
        "VideoFrameExtract": "image",
        "WanDenoise": "image",
        "WanImageToLatents": "image",
        "CV2Infill": "inpaint",
        "CvInpaint": "inpaint",
        "InfillColor": "inpaint",
        "InfillPatchMatch": "inpaint",
        "InfillTile": "inpaint",
        "LaMaInfill": "inpaint",
        "AnimaLatentsToImage": "latents",
        "BlendLatents": "latents",
        "CogView4Denoise": "latents",
        "CogView4ImageToLatents": "latents",
        "CogView4LatentsToImage": "latents",
        "CropLatentsCore": "latents",
        "DenoiseLatents": "latents",
        "ErnieImageDenoise": "latents",
        "ErnieImageVaeDecode": "latents",
        "Flux2Denoise": "latents",
        "Flux2PiDDecode": "latents",
        "Flux2VaeDecode": "latents",
        "Flux2VaeEncode": "latents",
        "FluxDenoise": "latents",
        "FluxPiDDecode": "latents",
        "FluxVaeDecode": "latents",
        "FluxVaeEncode": "latents",
        "IdealSize": "latents",
        "Ideogram4Denoise": "latents",
        "Ideogram4LatentsToImage": "latents",
        "ImageToLatents": "latents",
        "LatentsToImage": "latents",
        "Noise": "latents",
        "QwenImageLatentsToImage": "latents",
        "QwenImagePiDDecode": "latents",
        "ResizeLatents": "latents",
        "ScaleLatents": "latents",
        "Scheduler": "latents",
        "SD3Denoise": "latents",
        "SD3ImageToLatents": "latents",
        "SD3LatentsToImage": "latents",
        "SD3PiDDecode": "latents",
        "SDXLPiDDecode": "latents",
        "TiledMultiDiffusionDenoiseLatents": "latents",
        "WanLatentsToImage": "latents",
        "WanLatentsToVideo": "latents",
        "WanVideoDenoise": "latents",
        "ZImageDenoise": "latents",
        "ZImageImageToLatents": "latents",
        "ZImageLatentsToImage": "latents",
        "ZImagePiDDecode": "latents",
        "TextLLM": "llm",
        "TextLLMWithPreset": "llm",
        "AlphaMaskToTensor": "mask",
        "ApplyMaskTensorToImage": "mask",
        "ApplyMaskToImage": "mask",
        "CreateDenoiseMask": "mask",
        "CreateGradientMask": "mask",
        "ExpandMaskWithFade": "mask",
        "GetMaskBoundingBox": "mask",
        "ImageMaskToTensor": "mask",
        "InvertTensorMask": "mask",
        "MaskCombine": "mask",
        "MaskEdge": "mask",
        "MaskFromAlpha": "mask",
        "MaskFromID": "mask",
        "MaskTensorToImage": "mask",
        "RectangleMask": "mask",
        "Add": "math",
        "Divide": "math",
        "FloatLinearRange": "math",
        "FloatMath": "math",
        "FloatToInteger": "math",
        "IntegerMath": "math",
        "Multiply": "math",
        "RandomFloat": "math",
        "RandomInt": "math",
        "Round": "math",
        "Subtract": "math",
        "AnimaDenoiseMeta": "metadata",
        "CoreMetadata": "metadata",
        "DenoiseLatentsMeta": "metadata",
        "FluxDenoiseLatentsMeta": "metadata",
        "MergeMetadata": "metadata",
        "Metadata": "metadata",
        "MetadataFieldExtractor": "metadata",
        "MetadataFromImage": "metadata",
        "MetadataItem": "metadata",
        "MetadataItemLinked": "metadata",
        "MetadataToBool": "metadata",
        "MetadataToBoolCollection": "metadata",
        "MetadataToControlnets": "metadata",
        "MetadataToFloat": "metadata",
        "MetadataToFloatCollection": "metadata",
        "MetadataToInteger": "metadata",
        "MetadataToIntegerCollection": "metadata",
        "MetadataToIPAdapters": "metadata",
        "MetadataToLoras": "metadata",
        "MetadataToLorasCollection": "metadata",
        "MetadataToModel": "metadata",
        "MetadataToScheduler": "metadata",
        "MetadataToSDXLLoras": "metadata",
        "MetadataToSDXLModel": "metadata",
        "MetadataToString": "metadata",
        "MetadataToStringCollection": "metadata",
        "MetadataToT2IAdapters": "metadata",
        "MetadataToVAE": "metadata",
        "ZImageDenoiseMeta": "metadata",
        "AnimaLoRACollectionLoader": "model",
        "AnimaLoRALoader": "model",
        "AnimaModelLoader": "model",
        "CogView4ModelLoader": "model",
        "ErnieImageModelLoader": "model",
        "Flux2DevLoRACollectionLoader": "model",
        "Flux2DevLoRALoader": "model",
        "Flux2DevModelLoader": "model",
        "Flux2KleinLoRACollectionLoader": "model",
        "Flux2KleinLoRALoader": "model",
        "Flux2KleinModelLoader": "model",
        "FluxControlLoRALoader": "model",
        "FLUXLoRACollectionLoader": "model",
        "FluxLoRALoader": "model",
        "FluxModelLoader": "model",
        "FreeU": "model",
        "Gemma2EncoderLoader": "model",
        "Ideogram4ModelLoader": "model",
        "Krea2LoRACollectionLoader": "model",
        "Krea2LoRALoader": "model",
        "Krea2ModelLoader": "model",
        "LoRACollectionLoader": "model",
        "LoRALoader": "model",
        "LoRASelector": "model",
        "MainModelLoader": "model",
        "ModelIdentifier": "model",
        "PiDDecoderLoader": "model",
        "QwenImageLoRACollectionLoader": "model",
        "QwenImageLoRALoader": "model",
        "QwenImageModelLoader": "model",
        "Sd3ModelLoader": "model",
        "SDXLLoRACollectionLoader": "model",
        "SDXLLoRALoader": "model",
        "SDXLModelLoader": "model",
        "SDXLRefinerModelLoader": "model",
        "SeamlessMode": "model",
        "VAELoader": "model",
        "WanLoRACollectionLoader": "model",
        "WanLoRALoader": "model",
        "WanModelLoader": "model",
        "ZImageLoRACollectionLoader": "model",
        "ZImageLoRALoader": "model",
        "ZImageModelLoader": "model",
        "LlavaOnevisionVllm": "multimodal",
        "Boolean": "primitives",
        "BooleanCollection": "primitives",
        "BoundingBox": "primitives",
        "Color": "primitives",
        "Conditioning": "primitives",
        "ConditioningCollection": "primitives",
        "Float": "primitives",
        "FloatCollection": "primitives",
        "Image": "primitives",
        "ImageCollection": "primitives",
        "Integer": "primitives",
        "IntegerCollection": "primitives",
        "Latents": "primitives",
        "LatentsCollection": "primitives",
        "String": "primitives",
        "StringCollection": "primitives",
        "Video": "primitives",
        "CLIPSkip": "prompt",
        "CogView4TextEncoder": "prompt",
        "Compel": "prompt",
        "DynamicPrompt": "prompt",
        "Flux2DevTextEncoder": "prompt",
        "Flux2KleinTextEncoder": "prompt",
        "FluxTextEncoder": "prompt",
        "PromptsFromFile": "prompt",
        "PromptTemplate": "prompt",
        "Sd3TextEncoder": "prompt",
        "SDXLCompelPrompt": "prompt",
        "SDXLRefinerCompelPrompt": "prompt",
        "ZImageSeedVarianceEnhancer": "prompt",
        "ZImageTextEncoder": "prompt",
        "FaceIdentifier": "segmentation",
        "FaceMask": "segmentation",
        "FaceOff": "segmentation",
        "GroundingDino": "segmentation",
        "SegmentAnything": "segmentation",
        "StringJoin": "strings",
        "StringJoinThree": "strings",
        "StringReplace": "strings",
        "StringSplit": "strings",
        "StringSplitNeg": "strings",
        "CalculateImageTiles": "tiles",
        "CalculateImageTilesEvenSplit": "tiles",
        "CalculateImageTilesMinimumOverlap": "tiles",
        "MergeTilesToImage": "tiles",
        "PairTileImage": "tiles",
        "TileToProperties": "tiles",
        "ESRGAN": "upscale",
        "SpandrelImageToImage": "upscale",
        "SpandrelImageToImageAutoscale": "upscale",
        "ExtractVideoRange": "video",
        "VideoConcat": "video",
        "WanI2VIdealDimensions": "video",
        "WanTI2VIdealDimensions": "video",
        "CallSavedWorkflow": "workflow",
        "WorkflowReturn": "workflow",
        "WorkflowReturnGet": "workflow",
        "WorkflowReturnValue": "workflow",
    }
    __all__ = list(_HOMES)
